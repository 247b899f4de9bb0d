import type { Candidate } from '../routing/router.js';

/** What a route knows of the pace of a provider that has not been seen at work: only the limits. */
export const USUAL_PACE: Candidate['latency'] = {
  attemptTimeoutMs: () => 4000,
  lastAttemptTimeoutMs: 30_000,
  hedgeDelayMs: () => 1000,
  usualMs: () => 0,
  isMissing: () => false,
};
