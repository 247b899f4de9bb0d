/** When a circuit breaker opens, and for how long. */
export interface BreakerOptions {
  /** Failures in a row that open it, at least 1. */
  readonly consecutiveFailures: number;
  /** Share of failed calls in the window that opens it, in (0, 1]. */
  readonly failureRate: number;
  /** Share of slow calls in the window that opens it, in (0, 1]. */
  readonly slowCallRate: number;
  /** A call longer than this is slow, in ms. */
  readonly slowCallMs: number;
  /** Calls the window must hold before a rate means anything. */
  readonly minimumCalls: number;
  /** Length of the window, in ms. */
  readonly windowMs: number;
  /** First open time, in ms; doubles with every failed probe. */
  readonly openMs: number;
  /** Longest open time, in ms. */
  readonly maxOpenMs: number;
}

/** An open time is up to so much longer, so that many processes do not probe at the same moment. */
export const OPEN_SPREAD = 0.1;

/** The longest open time there is, in ms. */
export function longestOpenMs({ maxOpenMs }: BreakerOptions): number {
  return maxOpenMs * (1 + OPEN_SPREAD);
}
