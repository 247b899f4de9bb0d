/** Who wants to be the one, and until when. Times are wall-clock ms since the epoch. */
export interface LeaseClaim {
  /** Tells one claimer from all others, in whatever process. */
  readonly holder: string;
  readonly now: number;
  /** From here on the lease is anybody's, whatever became of its holder. */
  readonly endsAt: number;
  /** One that ends later than this was left by a clock that was ahead, and is anybody's now. */
  readonly latestEnd: number;
}

/**
 * A claim from now on, in whole ms. The clocks of two claimers may differ by as long as the lease lasts at most.
 *
 * @param longestMs for how long anybody claims this lease, at most
 */
export function leaseClaim(holder: string, now: number, forMs: number, longestMs = forMs): LeaseClaim {
  return { holder, now, endsAt: Math.ceil(now + forMs), latestEnd: Math.ceil(now + 2 * longestMs) };
}

/** What a claim comes to. */
export interface LeaseAnswer {
  /** `taken`: the caller has it; `held`: somebody else has. */
  readonly lease: 'taken' | 'held';
  /** What was noted last, by whoever had it then. */
  readonly note: string | undefined;
}

/**
 * Lets one of several instances at a time do what only one may, and hands on how far the last one got. The class is
 * the injection token.
 *
 * A lease is a promise about time: a holder that may be late must stop before it ends. Every implementation passes
 * `describeLeases` of `@standby/sms/testing`.
 */
export abstract class Leases {
  /**
   * Takes a lease that nobody has, that is over or ends later than any can, or that is the holder's already; of concurrent
   * claims one gets it.
   */
  abstract take(name: string, claim: LeaseClaim): Promise<LeaseAnswer>;

  /** Notes something for the next holder; `false`, and nothing noted, once the lease is another's. */
  abstract note(name: string, holder: string, note: string): Promise<boolean>;

  /** Gives it up and leaves the note; without effect once the lease is another's. */
  abstract release(name: string, holder: string): Promise<void>;
}
