import { pause } from '../resilience/backoff.js';
import type { Clock } from '../resilience/clock.js';
import type { ClaimAnswer, OutcomeStore, SendClaim } from './outcome-store.js';

/** What somebody asks who wants to send under a key. */
export interface ClaimTerms extends Pick<SendClaim, 'fingerprint' | 'holder' | 'ifAbandoned'> {
  readonly keyDigest: string;
  /** Longest the send takes, in ms. */
  readonly deadlineMs: number;
  /** How long the key is remembered, in ms; never less than the send may take. */
  readonly windowMs: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** A holder is taken for dead this long after its deadline, in ms: covers slow storage and clocks that differ. */
export const LEASE_MARGIN_MS = 10_000;

/** Waits between looks at a send in another process, in ms; each twice the last. */
const FIRST_LOOK_MS = 50;
const MAX_LOOK_MS = 1000;

/**
 * Claims a key, waiting for whoever is sending under it; `pending` only once that holder is taken for dead, or the
 * signal aborted.
 *
 * @throws whatever the store throws; nothing was sent.
 */
export async function claimOrWait(
  store: OutcomeStore,
  clock: Clock,
  { keyDigest, deadlineMs, windowMs, signal, ...claim }: ClaimTerms,
): Promise<ClaimAnswer> {
  const leaseMs = deadlineMs + LEASE_MARGIN_MS;
  // Measured here as well: a wall clock that is set back must not make anybody wait for ever.
  const waitUntil = clock.elapsedMs() + leaseMs;
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(2 * waitMs, MAX_LOOK_MS)) {
    const now = clock.wallMs();
    const leaseEndsAt = now + leaseMs;
    const expiresAt = Math.max(now + windowMs, leaseEndsAt);
    const answer = await store.claim(keyDigest, { ...claim, now, leaseEndsAt, expiresAt });
    if (answer.claim !== 'pending' || signal.aborted) return answer;
    if (answer.leaseEndsAt <= now || clock.elapsedMs() >= waitUntil) return answer;
    await pause(waitMs, clock, signal);
  }
}
