import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { seededRandom } from '@standby/sms/testing';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { beforeEach, describe, expect, it } from 'vitest';
import { CounterBatch } from './counter-batch.js';
import { SqlRateLimiter } from './sql-rate-limiter.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const HOUR_MS = 3_600_000;
const ALLOWANCE = { limit: 3, windowMs: HOUR_MS };

/** What a limiter answers, refusals and all, but for the time, which the one in memory reads off the machine. */
async function answerOf(asked: Promise<RateLimiterRes | boolean | null>) {
  const answer = await asked.catch((refusal: unknown) => refusal);
  if (!(answer instanceof RateLimiterRes)) return answer;
  const { consumedPoints, remainingPoints } = answer;
  return { consumedPoints, remainingPoints };
}

/** Something to ask any limiter of the package for. */
const OPERATIONS: readonly ((limiter: RateLimiterAbstract, key: string) => Promise<unknown>)[] = [
  (limiter, key) => answerOf(limiter.consume(key)),
  (limiter, key) => answerOf(limiter.consume(key, 2)),
  (limiter, key) => answerOf(limiter.penalty(key)),
  (limiter, key) => answerOf(limiter.reward(key)),
  (limiter, key) => answerOf(limiter.get(key)),
  (limiter, key) => answerOf(limiter.set(key, 2, 60)),
  (limiter, key) => answerOf(limiter.block(key, 60)),
  (limiter, key) => answerOf(limiter.delete(key)),
];

describeOnEachDatabase('SqlRateLimiter', (database) => {
  let connection: Database;

  beforeEach(async () => {
    connection = await database().open();
  });

  const limiterAt = (now: number) => new SqlRateLimiter(ALLOWANCE, new CounterBatch(connection, now));

  describe('as a limiter of rate-limiter-flexible', () => {
    it('answers whatever is asked of it as the limiter in memory does', async () => {
      const random = seededRandom(1);
      const memory = new RateLimiterMemory({ points: ALLOWANCE.limit, duration: 3_600 });
      const ours = limiterAt(NOON);
      for (let step = 0; step < 200; step += 1) {
        const operation = OPERATIONS[Math.floor(random() * OPERATIONS.length)];
        const key = `key ${Math.floor(random() * 3)}`;
        expect(await operation?.(ours, key), `step ${step}`).toEqual(await operation?.(memory, key));
      }
    });
  });

  it('begins a window with the first use, and a new one when it is over', async () => {
    expect((await limiterAt(NOON).consume('a')).msBeforeNext).toBe(HOUR_MS);
    expect((await limiterAt(NOON + 1_000).consume('a')).msBeforeNext).toBe(HOUR_MS - 1_000);
    expect(await limiterAt(NOON + HOUR_MS - 1).get('a')).toMatchObject({ consumedPoints: 2 });
    expect(await limiterAt(NOON + HOUR_MS).get('a')).toBeNull();
    expect(await limiterAt(NOON + HOUR_MS).consume('a')).toMatchObject({
      consumedPoints: 1,
      msBeforeNext: HOUR_MS,
      isFirstInDuration: true,
    });
  });

  it('gives each of many uses at the same moment a count of its own', async () => {
    const other = await database().open();
    const uses = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        new SqlRateLimiter(ALLOWANCE, new CounterBatch(index % 2 === 0 ? connection : other, NOON)).consume(
          'a',
        ),
      ),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(ALLOWANCE.limit);
    expect(await limiterAt(NOON).get('a')).toMatchObject({ consumedPoints: 40 });
  });
});
