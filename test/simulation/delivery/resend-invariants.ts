import type { MessageRecord } from '../../../libs/sms/src/ledger/message-record.js';
import type { OutboundMessage } from '../../../libs/sms/src/message/outbound-message.js';
import type { SimulatedCode } from './simulated-code.js';

/** A provider that is asked for a message because of its watch, and what is known at that moment. */
export interface WatchCall {
  readonly provider: string;
  readonly message: OutboundMessage;
  readonly record: MessageRecord;
  readonly code: SimulatedCode;
  /** Providers that took a copy of this message before. */
  readonly takers: readonly string[];
  /** Providers that keep a list, and were not asked for anything to this recipient. */
  readonly unsearched: readonly string[];
}

/** What must be true of every such call; the name of the function says what. */
export type ResendInvariant = (call: WatchCall) => boolean;

export const RESEND_INVARIANTS: readonly ResendInvariant[] = [
  theRightToIsTaken,
  onlyCodesAreSentOnceMore,
  theTextIsTheSame,
  nothingIsSentAfterItsArrival,
  nothingIsSentAfterItsVerification,
  nothingIsSentAfterARefusal,
  itIsSentForTheRestOfItsLife,
  whoeverHadItIsNotAskedAgain,
  aCopyWithoutIdIsLookedForFirst,
];

const REFUSALS = ['opted-out', 'fraud-blocked', 'invalid-recipient'];

function theRightToIsTaken({ record }: WatchCall): boolean {
  return record.watch.state === 'resending';
}

function onlyCodesAreSentOnceMore({ message, record }: WatchCall): boolean {
  return message.purpose === 'one-time-code' && record.purpose === 'one-time-code';
}

function theTextIsTheSame({ message, code }: WatchCall): boolean {
  return message.text === code.text && message.to.e164 === code.to.e164;
}

function nothingIsSentAfterItsArrival({ record }: WatchCall): boolean {
  return record.status !== 'delivered';
}

function nothingIsSentAfterItsVerification({ record, code }: WatchCall): boolean {
  return record.codeOutcome === undefined && code.state === 'waited for';
}

function nothingIsSentAfterARefusal({ record }: WatchCall): boolean {
  return record.attempts.every(({ kind }) => !REFUSALS.includes(kind ?? ''));
}

/** Its life as it was when the right to send was taken. */
function itIsSentForTheRestOfItsLife({ message, record, code }: WatchCall): boolean {
  if (record.watch.state !== 'resending') return true;
  const leftMs = record.createdAt + code.validForSeconds * 1000 - record.watch.since;
  const { validForSeconds = 0 } = message;
  return leftMs > 0 && validForSeconds >= 1 && (validForSeconds - 1) * 1000 <= leftMs;
}

function whoeverHadItIsNotAskedAgain({ provider, takers }: WatchCall): boolean {
  return !takers.includes(provider);
}

function aCopyWithoutIdIsLookedForFirst({ record, unsearched }: WatchCall): boolean {
  return record.attempts.every(
    ({ provider, status, providerMessageId }) =>
      status !== 'accepted' || providerMessageId !== undefined || !unsearched.includes(provider),
  );
}
