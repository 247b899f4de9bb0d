/** A map of bounded size that forgets the entry longest unused. */
export class RecentMap<K, V> {
  readonly #entries = new Map<K, V>();

  /** @param limit entries kept, at least 1 */
  constructor(private readonly limit: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The entry, now the latest used. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.limit && oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Whether `key` holds this very value; asking does not make it the latest used. */
  has(key: K, value: V): boolean {
    return this.#entries.get(key) === value;
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): IterableIterator<[K, V]> {
    return this.#entries.entries();
  }
}
