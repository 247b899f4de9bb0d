import { MemoryOutcomeStore } from '../../../libs/sms/src/ledger/memory-outcome-store.js';
import type { Outcome } from '../../../libs/sms/src/ledger/outcome.js';
import type { ClaimAnswer, OutcomeStore, SendClaim } from '../../../libs/sms/src/ledger/outcome-store.js';
import type { SimulatedStore } from './simulated-store.js';

/** Who is told what the store of the keys is asked, and whom it gave a key. */
export interface KeyWitness {
  claimBegan(keyDigest: string, claim: SendClaim): void;
  claimWon(holder: string): void;
  /** The engine told what came of a claim, or gave it up; whether the store heard it is another matter. */
  claimConcluded(holder: string): void;
}

/** The library's own store of idempotency keys, kept where it may fail. */
export class SimulatedKeyStore implements OutcomeStore {
  readonly #kept = new MemoryOutcomeStore();

  constructor(
    private readonly store: SimulatedStore,
    private readonly witness: KeyWitness,
  ) {}

  async claim(keyDigest: string, claim: SendClaim): Promise<ClaimAnswer> {
    this.witness.claimBegan(keyDigest, claim);
    const answer = await this.store.ask(() => this.#kept.claim(keyDigest, claim));
    if (answer.claim === 'won') this.witness.claimWon(claim.holder);
    return answer;
  }

  settle(keyDigest: string, holder: string, outcome: Outcome): Promise<void> {
    this.witness.claimConcluded(holder);
    return this.store.write(() => this.#kept.settle(keyDigest, holder, outcome));
  }

  release(keyDigest: string, holder: string): Promise<void> {
    this.witness.claimConcluded(holder);
    return this.store.write(() => this.#kept.release(keyDigest, holder));
  }

  forget(now: number): Promise<void> {
    return this.store.ask(() => this.#kept.forget(now));
  }
}
