import { beforeEach, describe, expect, it } from 'vitest';
import { type BucketLevel, levelAfter } from '../guard/leaky-bucket.js';
import type { PumpingCounters } from '../guard/pumping-counters.js';
import { seededRandom } from './seeded-random.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHAPE = { threshold: 6, periodMs: HOUR_MS };
const AT_ONCE = 40;

/**
 * Declares the tests that all counters of the pumping guard pass. Call it in a spec file of vitest.
 *
 * @param open gives counters for each test, empty; called again in the same test, another connection to the same ones
 */
export function describePumpingCounters(name: string, open: () => Promise<PumpingCounters>): void {
  describe(`${name} as counters of the pumping guard`, () => {
    let counters: PumpingCounters;

    beforeEach(async () => {
      counters = await open();
    });

    const pour = (key: string, amount: number, now = NOON, shape = SHAPE) =>
      counters.pour([{ key, amount, ...shape }], now).then(([level]) => level);
    const verifiedOf = async (subject: string, now = NOON) =>
      (await counters.verifiedOf([subject], now)).get(subject) ?? { lastHour: 0, lastDay: 0, bestDay: 0 };

    it('pours into each bucket by itself, and tells the levels in the order of the pours', async () => {
      await pour('b', 2);
      const pours = ['c', 'b', 'a'].map((key, index) => ({ key, amount: index + 1, ...SHAPE }));
      expect(await counters.pour(pours, NOON)).toEqual([1, 4, 3]);
    });

    it('takes no pour at all for none', async () => {
      expect(await counters.pour([], NOON)).toEqual([]);
    });

    it('has the levels that the rule of the leaky bucket gives, whatever is poured when', async () => {
      const random = seededRandom(4711);
      let bucket: BucketLevel = { level: 0, at: NOON };
      let now = NOON;
      for (let step = 0; step < 60; step += 1) {
        now += Math.floor((random() - 0.1) * HOUR_MS);
        const threshold = 1 + Math.floor(random() * 9);
        const shape = { threshold, periodMs: HOUR_MS };
        const amount = Math.floor(random() * 6) - 2;
        const level = levelAfter(bucket, shape, amount, now);
        expect(await pour('a', amount, now, shape)).toBeCloseTo(level, 6);
        bucket = { level, at: Math.max(now, bucket.at) };
      }
    });

    it('loses no pour of many at the same moment, in whatever order their buckets are named', async () => {
      const other = await open();
      const shape = { ...SHAPE, threshold: 1_000 };
      const pours = Array.from({ length: 20 }, (_, index) => ({ key: `key ${index}`, amount: 1, ...shape }));
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          (index % 2 === 0 ? counters : other).pour(index % 3 === 0 ? pours.toReversed() : pours, NOON),
        ),
      );
      expect(new Set(await counters.pour(pours, NOON))).toEqual(new Set([AT_ONCE + 1]));
    });

    it('counts verified codes by subject, for as long as anybody looks at them', async () => {
      await counters.countVerified(['GB', 'prefix'], NOON - 2 * HOUR_MS);
      await counters.countVerified(['GB'], NOON);
      await counters.countVerified(['GB'], NOON);
      expect(await verifiedOf('GB')).toEqual({ lastHour: 2, lastDay: 3, bestDay: 3 });
      expect(await verifiedOf('prefix')).toEqual({ lastHour: 0, lastDay: 1, bestDay: 1 });
      expect(await verifiedOf('FR')).toEqual({ lastHour: 0, lastDay: 0, bestDay: 0 });
      expect(await verifiedOf('GB', NOON + 2 * DAY_MS)).toEqual({ lastHour: 0, lastDay: 0, bestDay: 3 });
    });

    it('loses no verified code of many at the same moment', async () => {
      const other = await open();
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, index) =>
          (index % 2 === 0 ? counters : other).countVerified(
            index % 3 === 0 ? ['GB', 'x'] : ['x', 'GB'],
            NOON,
          ),
        ),
      );
      expect(await verifiedOf('GB')).toEqual({ lastHour: AT_ONCE, lastDay: AT_ONCE, bestDay: AT_ONCE });
    });

    it('counts the countries an address asks for, each once, and each address by itself', async () => {
      expect(await counters.noteCountry('one', 'GB', NOON)).toBe(1);
      expect(await counters.noteCountry('one', 'FR', NOON)).toBe(2);
      expect(await counters.noteCountry('one', 'GB', NOON)).toBe(2);
      expect(await counters.noteCountry('two', 'GB', NOON)).toBe(1);
    });

    it('counts no country that was asked for more than a day ago, or where the address verified a code since', async () => {
      for (const country of ['GB', 'FR', 'DE']) await counters.noteCountry('one', country, NOON);
      await counters.noteVerifiedCountry('one', 'GB', NOON);
      await counters.noteVerifiedCountry('one', 'ES', NOON);
      expect(await counters.noteCountry('one', 'FR', NOON + HOUR_MS)).toBe(2);
      expect(await counters.noteCountry('one', 'GB', NOON + HOUR_MS)).toBe(2);
      expect(await counters.noteCountry('one', 'IT', NOON + DAY_MS)).toBe(3);
      expect(await counters.noteCountry('one', 'GB', NOON + DAY_MS + HOUR_MS)).toBe(2);
    });

    it('adds up what the codes of a day cost, and takes back', async () => {
      expect(await counters.addSpend(30, NOON)).toBe(30);
      expect(await counters.addSpend(20, NOON + HOUR_MS)).toBe(50);
      expect(await counters.addSpend(-30, NOON)).toBe(20);
      expect(await counters.addSpend(5, NOON + DAY_MS)).toBe(5);
      await Promise.all(Array.from({ length: AT_ONCE }, () => counters.addSpend(1, NOON)));
      expect(await counters.addSpend(0, NOON)).toBe(20 + AT_ONCE);
    });

    it('forgets what nothing depends on any more, and nothing else', async () => {
      await pour('full', 6);
      await counters.countVerified(['GB'], NOON);
      await counters.noteCountry('one', 'GB', NOON);
      await counters.addSpend(7, NOON);
      await counters.forget(NOON + HOUR_MS / 2);
      expect(await pour('full', 0, NOON + HOUR_MS / 2)).toBeCloseTo(3);
      expect((await verifiedOf('GB')).lastHour).toBe(1);
      expect(await counters.noteCountry('one', 'FR', NOON + HOUR_MS / 2)).toBe(2);
      expect(await counters.addSpend(0, NOON)).toBe(7);

      await counters.forget(NOON + 20 * DAY_MS);
      expect(await pour('full', 0, NOON)).toBe(0);
      expect(await verifiedOf('GB')).toEqual({ lastHour: 0, lastDay: 0, bestDay: 0 });
      expect(await counters.noteCountry('one', 'DE', NOON)).toBe(1);
      expect(await counters.addSpend(0, NOON)).toBe(0);
    });
  });
}
