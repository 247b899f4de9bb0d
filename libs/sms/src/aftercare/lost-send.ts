import type { DutySchedule } from '../ledger/duty-schedule.js';
import { type MessageAttempt, providerIdsOf, untriedIn } from '../ledger/message-attempt.js';
import type { RecordRule } from '../ledger/message-ledger.js';
import { type MessageRecord, withAttempts } from '../ledger/message-record.js';
import { moved } from '../ledger/message-status.js';
import type { Watch } from '../ledger/watch.js';
import { estimatedCostOf, type PriceTable } from '../message/message-price.js';
import type { FoundCopy, MessageQuest } from './message-search.js';

/** Wait before a search that failed is made again, in ms. */
const SEARCH_AGAIN_MS = 30_000;

type Findings = readonly FoundCopy[] | 'no-content' | 'no-answer';

/** Who may have a message whose send was cut off, or whose outcome is unknown. */
export function lostSendOf({ id, status, route, attempts, createdAt }: MessageRecord): MessageQuest {
  const unknown = attempts.filter((attempt) => attempt.status === 'unknown').map(({ provider }) => provider);
  const providers = status === 'sending' ? route : unknown;
  return { messageId: id, providers, since: createdAt, known: providerIdsOf(attempts) };
}

/**
 * Takes in what was found of it: due at once, since what became of it meanwhile is the next question.
 *
 * @param prices by which it is estimated what the copies cost; `undefined`: it is not
 */
export function afterLostSend(findings: Findings, now: number, prices: PriceTable | undefined): RecordRule {
  return (record) => {
    if (record.status !== 'sending' && record.status !== 'unknown') return undefined;
    if (findings === 'no-answer') return { ...record, dueAt: now + SEARCH_AGAIN_MS };
    if (findings === 'no-content' || findings.length === 0) {
      const status = moved(record.status, 'unknown');
      return { ...record, status, contentUntil: undefined, dueAt: undefined, updatedAt: now };
    }
    const attempts = findings.reduce((known, each) => adopted(known, each, record, prices), record.attempts);
    return { ...withAttempts(record, attempts, now), dueAt: now };
  };
}

function copyOf(
  { country, segments }: MessageRecord,
  found: FoundCopy,
  prices: PriceTable | undefined,
): MessageAttempt {
  const estimatedCost = estimatedCostOf(prices, country, segments);
  return { ...found, status: 'accepted', segments, ...(estimatedCost && { estimatedCost }) };
}

/** In the place of the attempt whose end was unknown, where there is one. */
function adopted(
  attempts: readonly MessageAttempt[],
  found: FoundCopy,
  record: MessageRecord,
  prices: PriceTable | undefined,
): readonly MessageAttempt[] {
  const known = withEndKnown(attempts, found);
  return known === attempts ? [...attempts, copyOf(record, found, prices)] : known;
}

/**
 * The attempts, the first of that provider whose end nobody knew as accepted under that id; the very same list where
 * there is none.
 */
export function withEndKnown(
  attempts: readonly MessageAttempt[],
  { provider, providerMessageId }: FoundCopy,
): readonly MessageAttempt[] {
  const place = attempts.findIndex((each) => each.provider === provider && each.status === 'unknown');
  const unknown = attempts[place];
  if (unknown === undefined) return attempts;
  // It did not fail after all.
  const { kind: _kind, code: _code, ...rest } = unknown;
  return attempts.with(place, { ...rest, status: 'accepted', providerMessageId });
}

/** Who may have a code whose process ended while it was being sent once more. */
export function lostResendOf({ id, route, attempts, watch, updatedAt }: MessageRecord): MessageQuest {
  const since = watch.state === 'resending' ? watch.since : updatedAt;
  const providers = untriedIn(route, attempts);
  return { messageId: id, providers, since, known: providerIdsOf(attempts) };
}

/**
 * Takes in what was found of it. It is not sent a third time, whatever that is.
 *
 * @param prices as in {@link afterLostSend}
 */
export function afterLostResend(
  findings: Findings,
  schedule: DutySchedule,
  now: number,
  prices: PriceTable | undefined,
): RecordRule {
  return (record) => {
    if (record.watch.state !== 'resending') return undefined;
    if (findings === 'no-answer') return { ...record, dueAt: now + SEARCH_AGAIN_MS };
    const found = findings === 'no-content' ? [] : findings;
    const copies = found.map((each): MessageAttempt => {
      return { ...copyOf(record, each, prices), reason: 'watch' };
    });
    const watch: Watch = { state: 'spent', why: copies.length > 0 ? 'resent' : 'lost' };
    const after = withAttempts(record, [...record.attempts, ...copies], now, watch);
    return copies.length > 0 ? { ...after, dueAt: now } : schedule.withDueAt(after, now);
  };
}
