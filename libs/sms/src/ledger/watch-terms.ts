import { type MessageAttempt, mayGoElsewhere, untriedIn } from './message-attempt.js';
import type { RecordChange } from './message-ledger.js';
import type { MessageRecord } from './message-record.js';
import { WATCH_OFF, type Watch } from './watch.js';

/** On what terms codes are watched. */
export interface WatchTerms {
  /** A code that lives no longer than this is not sent once more, in ms. */
  readonly minLifeMs: number;

  /** Silence that is no longer usual once a provider accepted a code for a country, in ms; `undefined`: it says nothing. */
  silenceMs(provider: string, country: string): number | undefined;

  /** Takes every change of a record into account, for how many codes may be sent once more. */
  account(change: RecordChange): void;
}

/** The watch over a code that was handed over with these attempts; off where nobody else could carry it. */
export function watchOver(
  record: MessageRecord,
  attempts: readonly MessageAttempt[],
  terms: WatchTerms,
  now: number,
): Watch {
  const { purpose, route, country, contentUntil, codeOutcome } = record;
  if (purpose !== 'one-time-code' || codeOutcome !== undefined || contentUntil === undefined)
    return WATCH_OFF;
  const lastMoment = contentUntil - terms.minLifeMs;
  const isWorthIt = lastMoment > now && untriedIn(route, attempts).length > 0;
  if (!isWorthIt || !attempts.every(mayGoElsewhere)) return WATCH_OFF;
  const silentAt = silenceOf(attempts, country, terms);
  return {
    state: 'armed',
    silentAt: silentAt !== undefined && silentAt <= lastMoment ? silentAt : undefined,
  };
}

/** When all that took it have been silent for too long; `undefined` where the silence of one says nothing. */
function silenceOf(
  attempts: readonly MessageAttempt[],
  country: string,
  terms: WatchTerms,
): number | undefined {
  let latest: number | undefined;
  for (const { provider, acceptedAt } of attempts) {
    if (acceptedAt === undefined) continue;
    const silenceMs = terms.silenceMs(provider, country);
    if (silenceMs === undefined) return undefined;
    latest = Math.max(latest ?? 0, acceptedAt + silenceMs);
  }
  return latest;
}
