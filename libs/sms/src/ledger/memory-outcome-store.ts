import type { Outcome } from './outcome.js';
import { type ClaimAnswer, OutcomeStore, type SendClaim } from './outcome-store.js';

interface Entry {
  readonly fingerprint: string;
  readonly holder: string;
  readonly expiresAt: number;
  readonly standing: Exclude<ClaimAnswer, { claim: 'won' | 'conflict' }>;
}

/** Keys remembered by default: some tens of megabytes. */
const MAX_KEYS = 100_000;

/**
 * Outcomes in this process, lost when it ends; for a single instance that may forget on a restart.
 *
 * Bounded: past `maxKeys` the oldest settled key is forgotten, and a call that repeats it sends again. A key that is
 * being sent under is never forgotten for room.
 */
export class MemoryOutcomeStore implements OutcomeStore {
  /** By key digest, the oldest claim first. */
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly maxKeys = MAX_KEYS) {}

  async claim(keyDigest: string, claim: SendClaim): Promise<ClaimAnswer> {
    const entry = this.#entries.get(keyDigest);
    if (entry !== undefined && entry.expiresAt > claim.now)
      return entry.fingerprint === claim.fingerprint ? entry.standing : { claim: 'conflict' };
    this.#entries.delete(keyDigest);
    this.#makeRoom();
    const { fingerprint, holder, expiresAt, leaseEndsAt, ifLost } = claim;
    const standing = { claim: 'pending', leaseEndsAt, ifLost } as const;
    this.#entries.set(keyDigest, { fingerprint, holder, expiresAt, standing });
    return { claim: 'won' };
  }

  async settle(keyDigest: string, holder: string, outcome: Outcome): Promise<void> {
    const entry = this.#entries.get(keyDigest);
    if (entry?.holder !== holder) return;
    this.#entries.set(keyDigest, { ...entry, standing: { claim: 'settled', outcome } });
  }

  async release(keyDigest: string, holder: string): Promise<void> {
    const entry = this.#entries.get(keyDigest);
    if (entry?.holder === holder && entry.standing.claim === 'pending') this.#entries.delete(keyDigest);
  }

  async forget(now: number): Promise<void> {
    for (const [keyDigest, { expiresAt }] of this.#entries) {
      if (expiresAt <= now) this.#entries.delete(keyDigest);
    }
  }

  #makeRoom(): void {
    if (this.#entries.size < this.maxKeys) return;
    for (const [keyDigest, { standing }] of this.#entries) {
      if (standing.claim !== 'settled') continue;
      this.#entries.delete(keyDigest);
      return;
    }
  }
}
