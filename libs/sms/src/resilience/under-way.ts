/**
 * Counts work that is under way, and knows when there is none.
 *
 * A set of its promises would be dearer than it looks: each table that a busy `Set` outgrows refers to all that it held
 * and to the next table, and so nothing of it is let go before V8's next full collection.
 */
export class UnderWay {
  #count = 0;
  #none: PromiseWithResolvers<void> | undefined;

  get count(): number {
    return this.#count;
  }

  /** Counts `work` until it has ended, well or badly; the same promise. */
  add<T>(work: Promise<T>): Promise<T> {
    this.#count += 1;
    work.then(this.#onEnd, this.#onEnd);
    return work;
  }

  /** Resolves as soon as nothing is under way. */
  async allEnded(): Promise<void> {
    if (this.#count === 0) return;
    this.#none ??= Promise.withResolvers();
    await this.#none.promise;
  }

  readonly #onEnd = () => {
    this.#count -= 1;
    if (this.#count > 0) return;
    this.#none?.resolve();
    this.#none = undefined;
  };
}
