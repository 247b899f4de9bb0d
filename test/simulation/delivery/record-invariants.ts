import type { MessageRecord } from '../../../libs/sms/src/ledger/message-record.js';
import type { MessageStatus } from '../../../libs/sms/src/ledger/message-status.js';

/** What must be true of every change of a record; the name of the function says what. */
export type RecordInvariant = (before: MessageRecord, after: MessageRecord) => boolean;

export const RECORD_INVARIANTS: readonly RecordInvariant[] = [
  theStatusNeverMovesBack,
  noAttemptIsForgotten,
  whatArrivedHasArrived,
  aWatchBeginsWithTheHandover,
  aWatchIsTakenOnce,
  aCodeStillOnItsWayHasNotFailed,
  whatIsOverKeepsNoText,
  whatWasVerifiedStaysSo,
  whatWasReplacedCameToSomething,
  anIdStaysWhatItIs,
];

/** Where each status may lead, said once more and apart from the library's own table. */
const LATER: Readonly<Record<MessageStatus, readonly MessageStatus[]>> = {
  sending: ['unknown', 'accepted', 'sent', 'undelivered', 'failed', 'delivered'],
  unknown: ['accepted', 'sent', 'undelivered', 'failed', 'delivered'],
  accepted: ['sent', 'undelivered', 'failed', 'delivered'],
  sent: ['undelivered', 'failed', 'delivered'],
  undelivered: ['delivered'],
  failed: ['delivered'],
  delivered: [],
};

function theStatusNeverMovesBack(before: MessageRecord, after: MessageRecord): boolean {
  return after.status === before.status || LATER[before.status].includes(after.status);
}

function noAttemptIsForgotten(before: MessageRecord, after: MessageRecord): boolean {
  return before.attempts.every(({ provider }, place) => after.attempts[place]?.provider === provider);
}

function whatArrivedHasArrived(before: MessageRecord, after: MessageRecord): boolean {
  return before.attempts.every(
    ({ status }, place) => status !== 'delivered' || after.attempts[place]?.status === 'delivered',
  );
}

function aWatchBeginsWithTheHandover(before: MessageRecord, after: MessageRecord): boolean {
  if (before.watch.state !== 'off' || after.watch.state === 'off') return true;
  const isHandover = before.status === 'sending' && after.status === 'accepted';
  return isHandover && after.watch.state === 'armed' && after.purpose === 'one-time-code';
}

function aWatchIsTakenOnce({ watch: before }: MessageRecord, { watch: after }: MessageRecord): boolean {
  if (after.state === 'armed') return before.state === 'off' || before.state === 'armed';
  if (after.state !== 'resending') return true;
  return before.state === 'armed' || (before.state === 'resending' && before.since === after.since);
}

function aCodeStillOnItsWayHasNotFailed(_: MessageRecord, { watch, status }: MessageRecord): boolean {
  const isPending = watch.state === 'armed' || watch.state === 'resending';
  return !isPending || (status !== 'undelivered' && status !== 'failed');
}

function whatIsOverKeepsNoText(_: MessageRecord, after: MessageRecord): boolean {
  const { status, watch, codeOutcome, contentUntil, attempts } = after;
  const isOpen = status === 'sending' || status === 'unknown';
  const isPending = watch.state === 'armed' || watch.state === 'resending';
  const isSought = attempts.some((attempt) => attempt.status === 'accepted' && !attempt.providerMessageId);
  return contentUntil === undefined || (codeOutcome === undefined && (isOpen || isPending || isSought));
}

function whatWasVerifiedStaysSo(before: MessageRecord, after: MessageRecord): boolean {
  return before.codeOutcome?.outcome !== 'verified' || after.codeOutcome?.outcome === 'verified';
}

function whatWasReplacedCameToSomething(_: MessageRecord, { watch, codeOutcome }: MessageRecord): boolean {
  return watch.state !== 'spent' || watch.why !== 'replaced' || codeOutcome !== undefined;
}

function anIdStaysWhatItIs(before: MessageRecord, after: MessageRecord): boolean {
  return before.attempts.every(
    ({ providerMessageId }, place) =>
      providerMessageId === undefined || after.attempts[place]?.providerMessageId === providerMessageId,
  );
}
