/**
 * A map of bounded size that forgets what was longest unused.
 *
 * Entries live in two halves: a used one moves to the young half, and when that is full the old half is dropped
 * whole. Forgetting one by one would cost more than all the rest: deleting makes a large `Map` slow.
 */
export class RecentMap<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #half: number;

  /** @param limit entries kept at most; at least half as many, the latest used, are kept. 2 or more */
  constructor(limit: number) {
    this.#half = Math.floor(limit / 2);
  }

  /** The entry, now among the latest used. */
  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** As {@link get}, made and kept where there is none. */
  getOrMake(key: K, make: (key: K) => V): V {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    this.set(key, made);
    return made;
  }

  /** The entry; asking does not make it the latest used. */
  peek(key: K): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: K, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#half) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  /** Whether `key` holds this very value; asking does not make it the latest used. */
  has(key: K, value: V): boolean {
    return this.peek(key) === value;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  /** Everything kept, the older half first. */
  entries(): [K, V][] {
    const old = [...this.#old].filter(([key]) => !this.#young.has(key));
    return [...old, ...this.#young];
  }
}
