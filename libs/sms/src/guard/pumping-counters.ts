import type { BucketShape } from './leaky-bucket.js';
import type { VerifiedCounts } from './verified-counts.js';

/** What is poured into a bucket, or drained from it where the amount is negative. */
export interface Pour extends BucketShape {
  readonly key: string;
  readonly amount: number;
}

/** How long a country counts that an address asked or verified codes for, in ms. */
export const COUNTRIES_WINDOW_MS = 86_400_000;

/**
 * What the guard counts, for all instances. The class is the injection token; times are ms since the epoch.
 *
 * Every implementation passes `describePumpingCounters` of `@standby/sms/testing`.
 */
export abstract class PumpingCounters {
  /** How many codes were verified of late, by subject; those without any may be left out. */
  abstract verifiedOf(subjects: readonly string[], now: number): Promise<ReadonlyMap<string, VerifiedCounts>>;

  /**
   * Pours into buckets, each as `levelAfter` has it, and returns the levels after it, in the order of the pours. Of
   * pours into one bucket at the same time none is lost. No key twice in one call.
   */
  abstract pour(pours: readonly Pour[], now: number): Promise<readonly number[]>;

  /** Counts one verified code for each subject. */
  abstract countVerified(subjects: readonly string[], now: number): Promise<void>;

  /**
   * Notes that an address asked for a code of a country, and returns how many countries it asked for within the window
   * without having verified a code of theirs in it.
   */
  abstract noteCountry(address: string, country: string, now: number): Promise<number>;

  /** Notes that an address verified a code of a country. */
  abstract noteVerifiedCountry(address: string, country: string, now: number): Promise<void>;

  /** Adds to what the codes of a day of UTC cost, less where negative, and returns the sum; in millionths of a US dollar. */
  abstract addSpend(micros: number, at: number): Promise<number>;

  /** Forgets what nothing depends on any more. */
  abstract forget(now: number): Promise<void>;
}

/** The day of UTC that a moment belongs to, by its start. */
export function dayOf(at: number): number {
  return at - (at % COUNTRIES_WINDOW_MS);
}
