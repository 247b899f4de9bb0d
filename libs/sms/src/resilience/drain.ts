import { UnderWay } from './under-way.js';

/** Work is no longer taken on; nothing was begun. */
export class ClosedError extends Error {
  override readonly name = 'ClosedError';

  constructor() {
    super('Shutting down: nothing new is begun.');
  }
}

/** Lets work in until it is closed, and knows when the last of it is done. */
export class Drain {
  readonly #underWay = new UnderWay();
  #door: 'open' | 'closed' = 'open';

  get underWay(): number {
    return this.#underWay.count;
  }

  /** As `work` ends. @throws {ClosedError} after {@link close}; `work` was not begun. */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#door === 'closed') return Promise.reject(new ClosedError());
    return this.#underWay.add(work());
  }

  /** Lets nothing more in and resolves when what was under way has ended, well or badly. */
  close(): Promise<void> {
    this.#door = 'closed';
    return this.#underWay.allEnded();
  }
}
