import { type BucketLevel, levelAfter } from './leaky-bucket.js';
import { COUNTRIES_WINDOW_MS, dayOf, type Pour, PumpingCounters } from './pumping-counters.js';
import { type SpanCount, spansAt, type VerifiedCounts, verifiedCountsOf } from './verified-counts.js';

/** A bucket, and when nothing can be left in it. */
interface KeptBucket extends BucketLevel {
  readonly emptyAt: number;
}

/** A country an address asked for, and when it last verified a code of it. */
interface KeptCountry {
  readonly askedAt: number;
  readonly verifiedAt: number | undefined;
}

/** Counts in this process, until it ends: for replays and tests, not for guarding. */
export class MemoryPumpingCounters implements PumpingCounters {
  readonly #buckets = new Map<string, KeptBucket>();
  readonly #verified = new Map<string, readonly (SpanCount & { readonly forgetAt: number })[]>();
  readonly #countries = new Map<string, ReadonlyMap<string, KeptCountry>>();
  readonly #spend = new Map<number, number>();

  async verifiedOf(subjects: readonly string[], now: number): Promise<ReadonlyMap<string, VerifiedCounts>> {
    const countsOf = (subject: string) => verifiedCountsOf(this.#verified.get(subject) ?? [], now);
    return new Map(subjects.map((subject) => [subject, countsOf(subject)]));
  }

  async pour(pours: readonly Pour[], now: number): Promise<readonly number[]> {
    return pours.map(({ key, amount, ...shape }) => {
      const before = this.#buckets.get(key);
      const level = levelAfter(before, shape, amount, now);
      const at = Math.max(now, before?.at ?? now);
      const emptyAt = at + (level / shape.threshold) * shape.periodMs;
      this.#buckets.set(key, { level, at, emptyAt });
      return level;
    });
  }

  async countVerified(subjects: readonly string[], now: number): Promise<void> {
    for (const subject of subjects) {
      const kept = this.#verified.get(subject)?.filter(({ forgetAt }) => forgetAt > now) ?? [];
      const counted = spansAt(now).map((span) => ({
        ...span,
        verified: 1 + (kept.find((count) => isSameSpan(count, span))?.verified ?? 0),
      }));
      const others = kept.filter((count) => !counted.some((span) => isSameSpan(count, span)));
      this.#verified.set(subject, [...others, ...counted]);
    }
  }

  async noteCountry(address: string, country: string, now: number): Promise<number> {
    const verifiedAt = this.#countries.get(address)?.get(country)?.verifiedAt;
    const countries = this.#noted(address, country, { askedAt: now, verifiedAt });
    return countries.filter(({ askedAt, verifiedAt: verified }) => {
      const since = now - COUNTRIES_WINDOW_MS;
      return askedAt > since && (verified === undefined || verified <= since);
    }).length;
  }

  async noteVerifiedCountry(address: string, country: string, now: number): Promise<void> {
    const askedAt = this.#countries.get(address)?.get(country)?.askedAt ?? now;
    this.#noted(address, country, { askedAt, verifiedAt: now });
  }

  async addSpend(micros: number, at: number): Promise<number> {
    const spent = (this.#spend.get(dayOf(at)) ?? 0) + micros;
    this.#spend.set(dayOf(at), spent);
    return spent;
  }

  async forget(now: number): Promise<void> {
    for (const [key, { emptyAt }] of this.#buckets) if (emptyAt <= now) this.#buckets.delete(key);
    for (const [subject, counts] of this.#verified)
      if (counts.every(({ forgetAt }) => forgetAt <= now)) this.#verified.delete(subject);
    const since = now - COUNTRIES_WINDOW_MS;
    for (const [address, countries] of this.#countries)
      if (
        [...countries.values()].every(({ askedAt, verifiedAt = 0 }) => Math.max(askedAt, verifiedAt) <= since)
      )
        this.#countries.delete(address);
    for (const day of this.#spend.keys()) if (day < dayOf(since)) this.#spend.delete(day);
  }

  #noted(address: string, country: string, noted: KeptCountry): readonly KeptCountry[] {
    const countries = new Map(this.#countries.get(address)).set(country, noted);
    this.#countries.set(address, countries);
    return [...countries.values()];
  }
}

function isSameSpan(a: Omit<SpanCount, 'verified'>, b: Omit<SpanCount, 'verified'>): boolean {
  return a.span === b.span && a.startsAt === b.startsAt;
}
