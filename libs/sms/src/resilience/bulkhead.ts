export interface BulkheadOptions {
  /** Calls under way at once, at least 1. */
  readonly maxConcurrent: number;
  /** Calls that may wait for a place; 0 lets none wait. */
  readonly maxQueued: number;
}

/** More calls are waiting than may wait; nothing was begun. */
export class BulkheadFullError extends Error {
  override readonly name = 'BulkheadFullError';

  constructor() {
    super('Too many calls are under way and waiting.');
  }
}

/** Hears of a call that cannot begin at once. */
export interface Waiter {
  /** It waits for its place from now on. */
  waits(): void;
  /** It has its place; may abort the call's signal where that comes too late. */
  begins(): void;
}

interface Waiting {
  readonly begin: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** Bounds how many calls are under way, and how many wait; first come, first served. */
export class Bulkhead {
  #underWay = 0;
  readonly #queue = new Set<Waiting>();

  constructor(private readonly options: BulkheadOptions) {}

  get underWay(): number {
    return this.#underWay;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** A release function where the call may begin now, to be called exactly once when it has ended; else `undefined`. */
  tryEnter(): (() => void) | undefined {
    if (this.#underWay >= this.options.maxConcurrent) return undefined;
    this.#underWay += 1;
    return this.#releaser();
  }

  /**
   * Resolves with a release function, as of {@link tryEnter}, once the call may begin.
   *
   * @throws {BulkheadFullError} at once when the queue is full.
   * @throws the signal's reason when it aborts while waiting.
   */
  enter(signal: AbortSignal): Promise<() => void> {
    const release = this.tryEnter();
    if (release !== undefined) return Promise.resolve(release);
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#queue.size >= this.options.maxQueued) return Promise.reject(new BulkheadFullError());
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue.delete(waiting);
        signal.removeEventListener('abort', giveUp);
      };
      const waiting: Waiting = {
        begin: () => {
          leave();
          resolve(this.#releaser());
        },
        refuse: (reason) => {
          leave();
          reject(reason);
        },
      };
      const giveUp = () => waiting.refuse(signal.reason);
      this.#queue.add(waiting);
      signal.addEventListener('abort', giveUp);
    });
  }

  /** Refuses all who wait. */
  dismiss(reason: Error): void {
    for (const waiting of this.#queue) waiting.refuse(reason);
  }

  #releaser(): () => void {
    return () => {
      const [next] = this.#queue;
      if (next === undefined) this.#underWay -= 1;
      // The place passes on without becoming free in between.
      else next.begin();
    };
  }
}
