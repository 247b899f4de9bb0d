import type { Random } from '../resilience/random.js';
import type { ProbeOptions } from './probe.options.js';

/** The first probe comes within this time, in ms: after the boot has ended, while its log is still being read. */
const FIRST_PROBE_MS = { from: 500, to: 2000 };

/** Share by which an interval may be longer or shorter. */
const JITTER = 0.2;

/** Shortest time between two probes, in ms, however short a breaker stays open. */
const MIN_PAUSE_MS = 1000;

/** Milliseconds from the boot to the first probe. */
export function firstDelayMs(random: Random): number {
  return FIRST_PROBE_MS.from + random() * (FIRST_PROBE_MS.to - FIRST_PROBE_MS.from);
}

/**
 * Milliseconds from one probe to the next: the interval, a fifth more or less.
 *
 * @param inconclusive probes in a row that were told nothing; each doubles the interval
 */
export function usualDelayMs(
  inconclusive: number,
  { intervalMs, maxIntervalMs }: ProbeOptions,
  random: Random,
): number {
  const longestMs = Math.max(intervalMs, maxIntervalMs);
  const backedOffMs = Math.min(longestMs, intervalMs * 2 ** inconclusive);
  return backedOffMs * (1 - JITTER + 2 * JITTER * random());
}

/** The longest time from one probe to the next, in ms, where no breaker is open for longer than `longestOpenMs`. */
export function longestDelayMs({ intervalMs, maxIntervalMs }: ProbeOptions, longestOpenMs: number): number {
  return Math.max(intervalMs * (1 + JITTER), maxIntervalMs * (1 + JITTER), longestOpenMs);
}

/** Milliseconds until a probe that ends, at the latest, as the open time of a breaker does. */
export function delayBeforeHalfOpenMs(retryAfterMs: number, { timeoutMs }: ProbeOptions): number {
  return Math.max(MIN_PAUSE_MS, retryAfterMs - timeoutMs);
}
