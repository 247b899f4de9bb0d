import { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterStore from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Counter, CounterBatch } from './counter-batch.js';

/** What one counter allows. */
export interface Allowance {
  readonly limit: number;
  /** More than 0. */
  readonly windowMs: number;
}

/**
 * A limiter of `rate-limiter-flexible` that counts in the project's database, SQLite or PostgreSQL.
 *
 * Adding is one statement, so of any number of processes each is told a count of its own. Made anew for each use: it
 * holds nothing but the batch of counters it belongs to.
 */
export class SqlRateLimiter extends RateLimiterStore<Counter> {
  constructor(
    { limit, windowMs }: Allowance,
    private readonly counters: CounterBatch,
  ) {
    super({ points: limit, duration: windowMs / 1_000, keyPrefix: '', storeClient: counters });
  }

  protected override _upsert(
    key: string,
    points: number,
    msDuration: number,
    forceExpire: boolean,
  ): Promise<Counter> {
    return forceExpire
      ? this.counters.set(key, points, msDuration)
      : this.counters.add(key, points, msDuration);
  }

  protected override async _get(key: string): Promise<Counter | null> {
    return (await this.counters.read(key)) ?? null;
  }

  protected override _delete(key: string): Promise<boolean> {
    return this.counters.delete(key);
  }

  protected override _getRateLimiterRes(
    _key: string,
    changedPoints: number,
    { points, expires_at }: Counter,
  ): RateLimiterRes {
    const left = Math.max(0, this.points - points);
    const msBeforeNext = Math.max(0, expires_at - this.counters.now);
    return new RateLimiterRes(left, msBeforeNext, points, points === changedPoints);
  }
}
