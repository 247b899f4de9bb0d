/** How full a bucket was, and when. */
export interface BucketLevel {
  readonly level: number;
  /** Ms since the epoch. */
  readonly at: number;
}

/** The size of a bucket at the moment; it may be another than it was. */
export interface BucketShape {
  /** What may be in it, more than 0. It leaks that much in a period. */
  readonly threshold: number;
  readonly periodMs: number;
}

/**
 * The level after some was poured in, or drained where `amount` is negative; never below 0.
 *
 * What is over the threshold is given up first: however long an attack lasts, the bucket recovers as soon as it ends.
 * Then it leaks for the time that has passed, and then the amount is added, so that what is poured counts in full. A
 * clock that went back leaks nothing.
 *
 * @see https://github.com/authgear/authgear-server/blob/fa7a7d551d/pkg/lib/fraudprotection/leaky_bucket_store.go, whose
 *   order of the last two steps forgets a pour into a bucket that stood empty
 */
export function levelAfter(
  before: BucketLevel | undefined,
  { threshold, periodMs }: BucketShape,
  amount: number,
  now: number,
): number {
  const { level, at } = before ?? { level: 0, at: now };
  const leaked = (Math.max(0, now - at) * threshold) / periodMs;
  const left = Math.max(0, Math.min(level, threshold) - leaked);
  return Math.max(0, left + amount);
}
