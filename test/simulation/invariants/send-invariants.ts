import { IdempotencyUnavailableError } from '../../../libs/sms/src/ledger/idempotency-key.js';
import { ClosedError } from '../../../libs/sms/src/resilience/drain.js';
import type { Attempt } from '../../../libs/sms/src/routing/attempt.js';
import { UndeliverableError } from '../../../libs/sms/src/routing/undeliverable.error.js';
import { isFinal } from '../answer-meaning.js';
import { simulatedIdOf } from '../simulated-provider.js';
import type { SendEnd, SimulatedSend } from '../simulated-send.js';
import { StoreDownError } from '../storage/simulated-store.js';

/** A send that has ended, and what else is known of that moment. */
export interface EndedSend {
  readonly send: SimulatedSend;
  readonly end: SendEnd;
  readonly attempts: readonly Attempt[];
  readonly endedAtMs: number;
  /** When its handover began; a key may have to be waited for first. */
  readonly handedOverAtMs: number;
  /** The latest it may end, in monotonic ms. */
  readonly latestMs: number;
  /** Names of those there was certainly time left for. */
  readonly stillWithin: readonly string[];
  /** Names of all providers. */
  readonly providers: readonly string[];
}

/** What must be true of every send at its end; the name of the function says what. */
export type SendInvariant = (ended: EndedSend) => boolean;

/** What every caller may count on. */
export const CALLER_INVARIANTS: readonly SendInvariant[] = [
  itEndsWithinItsDeadlineAndATick,
  itFailsForAReasonThatHasAName,
];

/** What is true of every handover, whoever is told of it. */
export const HANDOVER_INVARIANTS: readonly SendInvariant[] = [
  acceptedMeansTakenByTheOneThatIsNamed,
  whatSomebodyAcceptedInTimeIsNotRejected,
  unknownIsForNotificationsOnly,
  whoeverTookItIsOnRecord,
  everyCallIsOnRecord,
  nobodyTakesItTwice,
  aNotificationIsTakenOnce,
  twoTakeItOnlyAfterDoubtOrAHedge,
  aFailureTellsThatItMayHaveBeenSent,
  aFailureLeavesNobodyOut,
  onceAllIsWellTheFirstAskedCarriesIt,
];

/** The attempts a send's caller is told of. */
export function attemptsOf(end: SendEnd): readonly Attempt[] {
  if (end.name === 'resolved') return end.sent.attempts;
  return end.error instanceof UndeliverableError ? end.error.attempts : [];
}

function itEndsWithinItsDeadlineAndATick({ endedAtMs, latestMs }: EndedSend): boolean {
  return endedAtMs <= latestMs;
}

function itFailsForAReasonThatHasAName({ send, end }: EndedSend): boolean {
  if (end.name === 'resolved') return send.door === 'open';
  if (send.door === 'closed') return end.error instanceof ClosedError && send.calls.length === 0;
  if (end.error instanceof UndeliverableError) return true;
  const { key, calls } = send;
  if (end.error instanceof StoreDownError)
    return end.error.store === 'keys' && key !== undefined && calls.length === 0;
  if (end.error instanceof IdempotencyUnavailableError) return key !== undefined && calls.length === 0;
  return send.gaveUp !== 'not' && end.error === send.caller?.signal.reason && send.calls.length === 0;
}

function acceptedMeansTakenByTheOneThatIsNamed({ send, end }: EndedSend): boolean {
  if (end.name === 'rejected' || end.sent.status === 'unknown') return true;
  const { provider, providerMessageId, id } = end.sent;
  return takersOf(send).includes(provider) && providerMessageId === simulatedIdOf(provider, id);
}

/** Whatever another says of the recipient or the message meanwhile. */
function whatSomebodyAcceptedInTimeIsNotRejected({ send, end }: EndedSend): boolean {
  if (end.name === 'resolved') return true;
  return !send.calls.some((call) => call.end.state === 'ended' && call.end.as.answer.kind === 'accepted');
}

function unknownIsForNotificationsOnly({ send, end }: EndedSend): boolean {
  if (end.name === 'rejected' || end.sent.status === 'accepted') return true;
  return send.purpose === 'notification' && end.sent.attempts.at(-1)?.maybeSent === true;
}

function whoeverTookItIsOnRecord({ send, attempts }: EndedSend): boolean {
  return takersOf(send).every((taker) =>
    attempts.some(({ provider, maybeSent }) => provider === taker && maybeSent),
  );
}

/** Attempts that a breaker or the bulkhead refused never became a call. */
function everyCallIsOnRecord({ send, attempts, providers }: EndedSend): boolean {
  return providers.every((name) => {
    const calls = send.calls.filter(({ provider }) => provider === name).length;
    const own = attempts.filter(({ provider }) => provider === name);
    const heard = own.filter(({ outcome }) => outcome === 'accepted' || outcome === 'ambiguous').length;
    return heard <= calls && calls <= own.length;
  });
}

function nobodyTakesItTwice({ send }: EndedSend): boolean {
  const takers = takersOf(send);
  return new Set(takers).size === takers.length;
}

function aNotificationIsTakenOnce({ send }: EndedSend): boolean {
  return send.purpose === 'one-time-code' || takersOf(send).length <= 1;
}

function twoTakeItOnlyAfterDoubtOrAHedge({ send, attempts }: EndedSend): boolean {
  if (takersOf(send).length < 2) return true;
  return attempts.some(({ outcome, reason }) => outcome === 'ambiguous' || reason === 'hedge');
}

function aFailureTellsThatItMayHaveBeenSent({ send, end }: EndedSend): boolean {
  if (end.name === 'resolved' || !(end.error instanceof UndeliverableError)) return true;
  return end.error.maybeSent || takersOf(send).length === 0;
}

/** Unless the recipient refused, the caller gave up, or time ran out: whoever had to be waited for is waited for. */
function aFailureLeavesNobodyOut({
  send,
  end,
  handedOverAtMs,
  endedAtMs,
  attempts,
  providers,
  stillWithin,
}: EndedSend): boolean {
  if (end.name === 'resolved' || !(end.error instanceof UndeliverableError)) return true;
  const isOutOfTime = endedAtMs >= handedOverAtMs + send.deadlineMs - TIMER_EARLINESS_MS;
  if (isOutOfTime || send.gaveUp !== 'not' || isFinal(end.error)) return true;
  return (
    stillWithin.length === 0 && providers.every((name) => attempts.some(({ provider }) => provider === name))
  );
}

function onceAllIsWellTheFirstAskedCarriesIt({ send, end }: EndedSend): boolean {
  if (send.mustBeCarriedBy === undefined) return true;
  return end.name === 'resolved' && end.sent.provider === send.mustBeCarriedBy;
}

/** Timers of whole milliseconds may run this much too early. */
export const TIMER_EARLINESS_MS = 2;

function takersOf({ calls }: SimulatedSend): string[] {
  return calls.filter(({ custody }) => custody === 'taken').map(({ provider }) => provider);
}
