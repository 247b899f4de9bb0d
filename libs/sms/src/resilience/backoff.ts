import type { Clock } from './clock.js';

export interface RetryOptions {
  /** Attempts in all, the first included; at least 1. */
  readonly maxAttempts: number;
  /** Longest wait before the second attempt, in ms; doubles from there. */
  readonly baseMs: number;
  /** Longest wait before any attempt, in ms. */
  readonly maxMs: number;
}

/**
 * Milliseconds to wait before attempt `attempt + 1`: uniform between 0 and `baseMs · 2^(attempt-1)`, at most `maxMs`.
 *
 * Full jitter spreads the callers of an outage over the whole interval instead of sending them back together.
 *
 * @param attempt attempts made so far, counted from 1
 * @param random a number in [0, 1)
 */
export function fullJitterMs(attempt: number, retry: RetryOptions, random: () => number): number {
  return random() * Math.min(retry.maxMs, retry.baseMs * 2 ** (attempt - 1));
}

/** Resolves after `delayMs`, or as soon as the signal aborts. */
export function pause(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.schedule(delayMs, end);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}
