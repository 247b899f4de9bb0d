import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type GuardBucketTable, type GuardVerifiedTable } from '@standby/database';
import {
  COUNTRIES_WINDOW_MS,
  dayOf,
  type Pour,
  PumpingCounters,
  spansAt,
  type VerifiedCounts,
  verifiedCountsOf,
} from '@standby/sms';
import { levelAfterPour } from './bucket-level.sql.js';

/**
 * What the pumping guard counts, in the database that all instances share. Each change is one statement, and rows of
 * one statement are written in the order of their keys, so that no two wait for each other.
 */
@Injectable()
export class SqlPumpingCounters implements PumpingCounters {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async verifiedOf(subjects: readonly string[], now: number): Promise<ReadonlyMap<string, VerifiedCounts>> {
    const rows = await this.database
      .selectFrom('guard_verified')
      .select(['subject', 'span', 'starts_at as startsAt', 'verified'])
      .where('subject', 'in', subjects)
      .where('forget_at', '>', now)
      .execute();
    const bySubject = Map.groupBy(rows, ({ subject }) => subject);
    return new Map([...bySubject].map(([subject, counts]) => [subject, verifiedCountsOf(counts, now)]));
  }

  async pour(pours: readonly Pour[], now: number): Promise<readonly number[]> {
    if (pours.length === 0) return [];
    const rows = await this.database
      .insertInto('guard_buckets')
      .values(pours.map((pour) => bucketOf(pour, now)).toSorted(byKey))
      .onConflict((on) =>
        on.column('key').doUpdateSet((row) => ({
          level: levelAfterPour(),
          amount: row.ref('excluded.amount'),
          threshold: row.ref('excluded.threshold'),
          leak_per_ms: row.ref('excluded.leak_per_ms'),
          // A clock that went back, or is another machine's, must not make time pass twice.
          updated_at: row
            .case()
            .when('excluded.updated_at', '>', row.ref('guard_buckets.updated_at'))
            .then(row.ref('excluded.updated_at'))
            .else(row.ref('guard_buckets.updated_at'))
            .end(),
          empty_at: row.ref('excluded.empty_at'),
        })),
      )
      .returning(['key', 'level'])
      .execute();
    const levels = new Map(rows.map(({ key, level }) => [key, level]));
    return pours.map(({ key }) => levels.get(key) ?? 0);
  }

  async countVerified(subjects: readonly string[], now: number): Promise<void> {
    const rows = subjects.flatMap((subject) =>
      spansAt(now).map(
        ({ span, startsAt, forgetAt }): GuardVerifiedTable => ({
          subject,
          span,
          starts_at: startsAt,
          verified: 1,
          forget_at: forgetAt,
        }),
      ),
    );
    await this.database
      .insertInto('guard_verified')
      .values(rows.toSorted(bySubjectAndSpan))
      .onConflict((on) =>
        on
          .columns(['subject', 'span', 'starts_at'])
          .doUpdateSet((row) => ({ verified: row('guard_verified.verified', '+', 1) })),
      )
      .execute();
  }

  async noteCountry(address: string, country: string, now: number): Promise<number> {
    await this.database
      .insertInto('guard_countries')
      .values({ address, country, asked_at: now, verified_at: null })
      .onConflict((on) => on.columns(['address', 'country']).doUpdateSet({ asked_at: now }))
      .execute();
    const since = now - COUNTRIES_WINDOW_MS;
    const { countries } = await this.database
      .selectFrom('guard_countries')
      .select(({ fn }) => fn.countAll<number>().as('countries'))
      .where('address', '=', address)
      .where('asked_at', '>', since)
      .where((is) => is.or([is('verified_at', 'is', null), is('verified_at', '<=', since)]))
      .executeTakeFirstOrThrow();
    return countries;
  }

  async noteVerifiedCountry(address: string, country: string, now: number): Promise<void> {
    await this.database
      .insertInto('guard_countries')
      .values({ address, country, asked_at: now, verified_at: now })
      .onConflict((on) => on.columns(['address', 'country']).doUpdateSet({ verified_at: now }))
      .execute();
  }

  async addSpend(micros: number, at: number): Promise<number> {
    const spent = await this.database
      .insertInto('guard_spend')
      .values({ day_starts_at: dayOf(at), micros })
      .onConflict((on) =>
        on.column('day_starts_at').doUpdateSet((row) => ({ micros: row('guard_spend.micros', '+', micros) })),
      )
      .returning('micros')
      .executeTakeFirstOrThrow();
    return spent.micros;
  }

  async forget(now: number): Promise<void> {
    const since = now - COUNTRIES_WINDOW_MS;
    await this.database.deleteFrom('guard_buckets').where('empty_at', '<=', now).execute();
    await this.database.deleteFrom('guard_verified').where('forget_at', '<=', now).execute();
    await this.database
      .deleteFrom('guard_countries')
      .where('asked_at', '<=', since)
      .where((is) => is.or([is('verified_at', 'is', null), is('verified_at', '<=', since)]))
      .execute();
    await this.database.deleteFrom('guard_spend').where('day_starts_at', '<', dayOf(since)).execute();
  }
}

/** A bucket as it is begun by its first pour. */
function bucketOf({ key, amount, threshold, periodMs }: Pour, now: number): GuardBucketTable {
  const leakPerMs = threshold / periodMs;
  return {
    key,
    level: Math.max(0, amount),
    amount,
    threshold,
    leak_per_ms: leakPerMs,
    updated_at: now,
    empty_at: now + Math.ceil((threshold + Math.max(0, amount)) / leakPerMs),
  };
}

function byKey(a: GuardBucketTable, b: GuardBucketTable): number {
  return a.key < b.key ? -1 : 1;
}

function bySubjectAndSpan(a: GuardVerifiedTable, b: GuardVerifiedTable): number {
  return `${a.subject} ${a.span}` < `${b.subject} ${b.span}` ? -1 : 1;
}
