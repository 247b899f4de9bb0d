import type { Pour, PumpingCounters, VerifiedCounts } from '@standby/sms';

/** Stands between the digests of a subject, and in none of them. */
const BETWEEN = ',';

/** A subject by all digests it may have, the same whichever key is the current one. */
export function underEveryKey(digests: readonly string[]): string {
  return digests.toSorted().join(BETWEEN);
}

/**
 * Counts a subject that is {@link underEveryKey} under each of its digests, and tells the most that one of them has.
 * While a secret is replaced, any two instances that run together have one digest in common, which knows of both.
 */
export class EveryKeyCounters implements PumpingCounters {
  constructor(private readonly counters: PumpingCounters) {}

  async verifiedOf(subjects: readonly string[], now: number): Promise<ReadonlyMap<string, VerifiedCounts>> {
    const verified = await this.counters.verifiedOf(subjects.flatMap(eachOf), now);
    return new Map(
      subjects.map((subject) => [
        subject,
        mostOf(eachOf(subject).flatMap((each) => verified.get(each) ?? [])),
      ]),
    );
  }

  async pour(pours: readonly Pour[], now: number): Promise<readonly number[]> {
    const each = pours.flatMap((pour, of) => eachOf(pour.key).map((key) => ({ of, pour: { ...pour, key } })));
    const levels = await this.counters.pour(
      each.map(({ pour }) => pour),
      now,
    );
    return pours.map((_, of) => Math.max(...levels.filter((_level, index) => each[index]?.of === of)));
  }

  async countVerified(subjects: readonly string[], now: number): Promise<void> {
    await this.counters.countVerified(subjects.flatMap(eachOf), now);
  }

  async noteCountry(address: string, country: string, now: number): Promise<number> {
    const counts = eachOf(address).map((each) => this.counters.noteCountry(each, country, now));
    return Math.max(...(await Promise.all(counts)));
  }

  async noteVerifiedCountry(address: string, country: string, now: number): Promise<void> {
    for (const each of eachOf(address)) await this.counters.noteVerifiedCountry(each, country, now);
  }

  async addSpend(micros: number, at: number): Promise<number> {
    return this.counters.addSpend(micros, at);
  }

  async forget(now: number): Promise<void> {
    await this.counters.forget(now);
  }
}

/** What stands before the digests stands before each of them. */
function eachOf(subject: string): readonly string[] {
  const begin = subject.lastIndexOf(' ') + 1;
  const digests = subject.slice(begin).split(BETWEEN);
  return digests.map((digest) => `${subject.slice(0, begin)}${digest}`);
}

function mostOf(counts: readonly VerifiedCounts[]): VerifiedCounts {
  return {
    lastHour: Math.max(0, ...counts.map(({ lastHour }) => lastHour)),
    lastDay: Math.max(0, ...counts.map(({ lastDay }) => lastDay)),
    bestDay: Math.max(0, ...counts.map(({ bestDay }) => bestDay)),
  };
}
