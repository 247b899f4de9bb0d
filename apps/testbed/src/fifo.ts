/** Spent places kept before the array is compacted, so that dropping stays constant on average. */
const COMPACT_AFTER = 1_024;

/** A first-in, first-out list that is read newest first; adding and dropping take constant time on average. */
export class Fifo<T> {
  #items: T[] = [];
  #oldest = 0;

  get length(): number {
    return this.#items.length - this.#oldest;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  /** Removes the oldest item and returns it; undefined when there is none. */
  dropOldest(): T | undefined {
    if (this.length === 0) return undefined;
    const item = this.#items[this.#oldest];
    this.#oldest += 1;
    if (this.#oldest >= COMPACT_AFTER && this.#oldest * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#oldest);
      this.#oldest = 0;
    }
    return item;
  }

  *newestFirst(): Generator<T> {
    for (let place = this.#items.length - 1; place >= this.#oldest; place -= 1) {
      const item = this.#items[place];
      if (item !== undefined) yield item;
    }
  }
}
