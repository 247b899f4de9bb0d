import type { ClaimAnswer, Outcome, OutcomeStore, SendClaim } from '@standby/sms';
import type { Scheduler } from 'fast-check';
import type { Process } from './sending-world.js';

/** A store whose every call waits for its turn before it happens and again before it is known to have happened. */
export class ScheduledStore implements OutcomeStore {
  constructor(
    private readonly store: OutcomeStore,
    private readonly scheduler: Scheduler,
    private readonly process: () => Process | undefined,
  ) {}

  claim(keyDigest: string, claim: SendClaim): Promise<ClaimAnswer> {
    return this.#inTurn('claim', () => this.store.claim(keyDigest, claim));
  }

  settle(keyDigest: string, holder: string, outcome: Outcome): Promise<void> {
    return this.#inTurn('settle', () => this.store.settle(keyDigest, holder, outcome));
  }

  release(keyDigest: string, holder: string): Promise<void> {
    return this.#inTurn('release', () => this.store.release(keyDigest, holder));
  }

  forget(now: number): Promise<void> {
    return this.#inTurn('forget', () => this.store.forget(now));
  }

  async #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.#turn(name);
    const answer = await work();
    await this.#turn(`${name} is known`);
    return answer;
  }

  /** Never comes for a process that died meanwhile. */
  async #turn(name: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), name);
    if (this.process()?.state === 'crashed') await new Promise(() => {});
  }
}
