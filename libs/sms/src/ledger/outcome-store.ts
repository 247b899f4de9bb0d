import type { Outcome } from './outcome.js';

/** A request for the right to be the one who sends under a key. Times are wall-clock ms since the epoch. */
export interface SendClaim {
  /** Tells a request from another under the same key; see `fingerprintOf`. */
  readonly fingerprint: string;
  /** Who claims: the id of the message that is to be sent, so no two claims share it. */
  readonly holder: string;
  readonly now: number;
  /** From here on a holder that has not settled is taken for dead. */
  readonly leaseEndsAt: number;
  /** From here on the key is free, whatever became of it; not before `leaseEndsAt`. */
  readonly expiresAt: number;
  /** What is to be told of a holder that died. */
  readonly ifLost: Outcome;
}

/** What a claim comes to. */
export type ClaimAnswer =
  /** The key was free and is the caller's now. */
  | { readonly claim: 'won' }
  /** It was sent before, and this came of it. */
  | { readonly claim: 'settled'; readonly outcome: Outcome }
  /** Somebody else is sending, or died over it. */
  | { readonly claim: 'pending'; readonly leaseEndsAt: number; readonly ifLost: Outcome }
  /** The key stands for another request. */
  | { readonly claim: 'conflict' };

/**
 * Remembers, for each idempotency key, who may send and what came of it. The class is the injection token.
 *
 * ```
 * free ──claim──▶ pending ──settle──▶ settled ──expiresAt──▶ free
 *   ▲                │  └───────────expiresAt───────────────▶ free
 *   └────release─────┘
 * ```
 *
 * Keys arrive as digests. Every implementation passes `describeOutcomeStore` of `@standby/sms/testing`.
 */
export abstract class OutcomeStore {
  /** Takes a free or expired key, or tells who has it: of concurrent claims on one key, one wins. */
  abstract claim(keyDigest: string, claim: SendClaim): Promise<ClaimAnswer>;

  /** Keeps what came of a claim, durably where the store is; without effect once the key is not the holder's. */
  abstract settle(keyDigest: string, holder: string, outcome: Outcome): Promise<void>;

  /** Frees the key of a claim under which certainly nothing was sent; without effect on any other. */
  abstract release(keyDigest: string, holder: string): Promise<void>;

  /** Forgets the keys that expired at `now` or earlier. */
  abstract forget(now: number): Promise<void>;
}
