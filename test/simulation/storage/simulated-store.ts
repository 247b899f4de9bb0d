import type { VirtualClock } from '../virtual-clock.js';
import type { OperationScript } from './store-regime.js';

/** A store refused an operation, or lost the answer to it. */
export class StoreDownError extends Error {
  override readonly name = 'StoreDownError';

  constructor(readonly store: SimulatedStore['name']) {
    super('The store is down.');
  }
}

/** A database that goes by its script: for each operation another, drawn from the regime of the moment. */
export class SimulatedStore {
  /** When the writes that have not been answered began, the oldest first. */
  readonly #unanswered = new Set<{ readonly beganAtMs: number }>();

  constructor(
    readonly name: 'ledger' | 'keys',
    private readonly clock: VirtualClock,
    private readonly script: () => OperationScript,
  ) {}

  /** Writes without an answer that somebody may still wait for, where nobody waits for longer than `limitMs`. */
  waitedFor(limitMs: number): number {
    for (const write of this.#unanswered) {
      if (this.clock.latestEndMs(write.beganAtMs, limitMs) >= this.clock.elapsedMs()) break;
      this.#unanswered.delete(write);
    }
    return this.#unanswered.size;
  }

  async write<T>(operate: () => Promise<T>): Promise<T> {
    const write = { beganAtMs: this.clock.elapsedMs() };
    this.#unanswered.add(write);
    try {
      return await this.ask(operate);
    } finally {
      this.#unanswered.delete(write);
    }
  }

  ask<T>(operate: () => Promise<T>): Promise<T> {
    const { takesEffect, answeredAfterMs, answer } = this.script();
    const effect = takesEffect === 'at once' ? operate() : undefined;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    if (answeredAfterMs === 'never') return promise;
    this.clock.after(answeredAfterMs, () => {
      if (answer === 'refused') reject(new StoreDownError(this.name));
      else resolve(effect ?? operate());
    });
    return promise;
  }
}
