import { pause } from '../resilience/backoff.js';
import type { Clock } from '../resilience/clock.js';
import { TimeLimit } from '../resilience/time-limit.js';
import { untilAborted } from '../resilience/until-aborted.js';
import { IdempotencyUnavailableError } from './idempotency-key.js';
import type { ClaimAnswer, OutcomeStore, SendClaim } from './outcome-store.js';

/** What somebody asks who wants to send under a key. */
export interface ClaimTerms extends Pick<SendClaim, 'fingerprint' | 'holder' | 'ifLost'> {
  readonly keyDigest: string;
  /** Longest the send takes, in ms. */
  readonly deadlineMs: number;
  /** How long the key is remembered, in ms; never less than the send may take. */
  readonly windowMs: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Hears that the store answered after all, when nobody waited any more: the key may be this holder's. */
  readonly late: () => void;
}

/** A holder is taken for dead this long after its deadline, in ms: covers slow storage and clocks that differ. */
const LEASE_MARGIN_MS = 10_000;

/** Waits between looks at a send in another process, in ms; each twice the last. */
const FIRST_LOOK_MS = 50;
const MAX_LOOK_MS = 1000;

/**
 * Claims a key, waiting for whoever is sending under it; `pending` only once that holder is taken for dead, or the
 * signal aborted.
 *
 * @throws {IdempotencyUnavailableError} when the store is silent for `deadlineMs`; nothing was sent.
 * @throws the signal's reason when it aborts while the store is silent, and whatever the store throws; nothing was sent.
 */
export async function claimOrWait(
  store: OutcomeStore,
  clock: Clock,
  { keyDigest, deadlineMs, windowMs, signal, late, ...claim }: ClaimTerms,
): Promise<ClaimAnswer> {
  const leaseMs = deadlineMs + LEASE_MARGIN_MS;
  // Measured here as well: a wall clock that is set back must not make anybody wait for ever.
  const waitUntil = clock.elapsedMs() + leaseMs;
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, MAX_LOOK_MS)) {
    const now = clock.wallMs();
    const leaseEndsAt = now + leaseMs;
    const expiresAt = Math.max(now + windowMs, leaseEndsAt);
    const claiming = store.claim(keyDigest, { ...claim, now, leaseEndsAt, expiresAt });
    const answer = await answerOf(claiming, clock, { deadlineMs, signal, late });
    if (answer.claim !== 'pending' || signal.aborted) return answer;
    if (answer.leaseEndsAt <= now || clock.elapsedMs() >= waitUntil) return answer;
    await pause(waitMs, clock, signal);
  }
}

async function answerOf(
  claiming: Promise<ClaimAnswer>,
  clock: Clock,
  { deadlineMs, signal, late }: Pick<ClaimTerms, 'deadlineMs' | 'signal' | 'late'>,
): Promise<ClaimAnswer> {
  using limit = new TimeLimit(clock, deadlineMs, signal, () => new IdempotencyUnavailableError());
  return await untilAborted(claiming, limit.signal, clock, { reason: () => limit.signal.reason, late });
}
