import { type LeaseAnswer, type LeaseClaim, Leases } from './leases.js';

interface Entry {
  readonly holder: string;
  readonly endsAt: number;
  readonly note: string | undefined;
}

/** Leases among those in this process, lost when it ends; for a single instance. */
export class MemoryLeases implements Leases {
  readonly #entries = new Map<string, Entry>();

  async take(name: string, { holder, now, endsAt, latestEnd }: LeaseClaim): Promise<LeaseAnswer> {
    const entry = this.#entries.get(name);
    const note = entry?.note;
    const isLive = entry !== undefined && entry.endsAt > now && entry.endsAt <= latestEnd;
    if (isLive && entry.holder !== holder) return { lease: 'held', note };
    this.#entries.set(name, { holder, endsAt, note });
    return { lease: 'taken', note };
  }

  async note(name: string, holder: string, note: string): Promise<boolean> {
    const entry = this.#entries.get(name);
    if (entry?.holder !== holder) return false;
    this.#entries.set(name, { ...entry, note });
    return true;
  }

  async release(name: string, holder: string): Promise<void> {
    const entry = this.#entries.get(name);
    if (entry?.holder === holder) this.#entries.set(name, { ...entry, endsAt: Number.NEGATIVE_INFINITY });
  }
}
