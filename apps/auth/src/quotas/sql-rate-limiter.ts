import type { Database, QuotaCounterTable } from '@standby/database';
import { sql } from 'kysely';
import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStore from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';

type Counter = Pick<QuotaCounterTable, 'points' | 'expires_at'>;

/** What one counter allows. */
export interface Allowance {
  readonly limit: number;
  /** More than 0. */
  readonly windowMs: number;
}

/**
 * A limiter of `rate-limiter-flexible` that counts in the project's database, SQLite or PostgreSQL, at one moment.
 *
 * Adding is one statement, so of any number of processes each is told a count of its own. Made anew for each use: it
 * holds nothing but the connection or transaction to count on, and the time.
 */
export class SqlRateLimiter extends RateLimiterStore<Counter> {
  constructor(
    { limit, windowMs }: Allowance,
    private readonly database: Database,
    private readonly now: number,
  ) {
    super({ points: limit, duration: windowMs / 1_000, keyPrefix: '', storeClient: database });
  }

  protected override async _upsert(
    key: string,
    points: number,
    msDuration: number,
    forceExpire: boolean,
  ): Promise<Counter> {
    const { now } = this;
    const begun = { points, expires_at: now + msDuration };
    return this.database
      .insertInto('quota_counters')
      .values({ key, ...begun })
      .onConflict((on) =>
        on.column('key').doUpdateSet(
          forceExpire
            ? begun
            : (row) => {
                const isOver = () => row.case().when('quota_counters.expires_at', '<=', now);
                return {
                  points: isOver().then(points).else(sql<number>`quota_counters.points + ${points}`).end(),
                  expires_at: isOver()
                    .then(begun.expires_at)
                    .else(row.ref('quota_counters.expires_at'))
                    .end(),
                };
              },
        ),
      )
      .returning(['points', 'expires_at'])
      .executeTakeFirstOrThrow();
  }

  protected override async _get(key: string): Promise<Counter | null> {
    const counter = await this.database
      .selectFrom('quota_counters')
      .select(['points', 'expires_at'])
      .where('key', '=', key)
      .where('expires_at', '>', this.now)
      .executeTakeFirst();
    return counter ?? null;
  }

  protected override async _delete(key: string): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('quota_counters')
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  protected override _getRateLimiterRes(
    _key: string,
    changedPoints: number,
    { points, expires_at }: Counter,
  ): RateLimiterRes {
    const left = Math.max(0, this.points - points);
    return new RateLimiterRes(left, Math.max(0, expires_at - this.now), points, points === changedPoints);
  }
}
