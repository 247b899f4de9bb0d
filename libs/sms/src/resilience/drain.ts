/** Work is no longer taken on; nothing was begun. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('Shutting down: nothing new is begun.');
  }
}

/** Lets work in until it is closed, and knows when the last of it is done. */
export class Drain {
  readonly #underWay = new Set<Promise<unknown>>();
  #door: 'open' | 'closed' = 'open';

  get underWay(): number {
    return this.#underWay.size;
  }

  /** @throws {ClosedError} after {@link close}; `work` was not begun. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#door === 'closed') throw new ClosedError();
    const done = work();
    this.#underWay.add(done);
    try {
      return await done;
    } finally {
      this.#underWay.delete(done);
    }
  }

  /** Lets nothing more in and resolves when what was under way has ended, well or badly. */
  async close(): Promise<void> {
    this.#door = 'closed';
    await Promise.allSettled(this.#underWay);
  }
}
