import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BucketLevel, levelAfter } from './leaky-bucket.js';

const HOUR_MS = 3_600_000;
const SHAPE = { threshold: 6, periodMs: HOUR_MS };

const pourAll = (pours: readonly (readonly [amount: number, afterMs: number])[]): number => {
  let bucket: BucketLevel | undefined;
  let now = 0;
  for (const [amount, afterMs] of pours) {
    now += afterMs;
    bucket = { level: levelAfter(bucket, SHAPE, amount, now), at: now };
  }
  return bucket?.level ?? 0;
};

describe('levelAfter', () => {
  it('adds up what is poured at once', () => {
    expect(pourAll([[1, 0]])).toBe(1);
    expect(pourAll(Array.from({ length: 4 }, () => [1, 0] as const))).toBe(4);
  });

  it('leaks its threshold in a period', () => {
    expect(
      pourAll([
        [6, 0],
        [0, HOUR_MS / 2],
      ]),
    ).toBe(3);
    expect(
      pourAll([
        [6, 0],
        [0, HOUR_MS],
      ]),
    ).toBe(0);
  });

  it('counts a pour in full after any time at rest', () => {
    expect(
      pourAll([
        [1, 0],
        [1, 1_000 * HOUR_MS],
      ]),
    ).toBe(1);
  });

  it('keeps no more than its threshold and the latest pour, so it recovers as soon as an attack ends', () => {
    const attack = Array.from({ length: 1_000 }, () => [1, 0] as const);
    expect(pourAll(attack)).toBe(7);
    expect(pourAll([...attack, [1, HOUR_MS / 6 + 1]])).toBeLessThan(7);
  });

  it('leaks nothing when the clock goes back', () => {
    expect(levelAfter({ level: 3, at: HOUR_MS }, SHAPE, 1, 0)).toBe(4);
  });

  it('is never negative, never over its threshold and the pour, and never less for more poured', () => {
    const pour = fc.record({
      amount: fc.integer({ min: -5, max: 5 }),
      afterMs: fc.integer({ min: -HOUR_MS, max: 3 * HOUR_MS }),
      threshold: fc.double({ min: 0.5, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(pour, { maxLength: 60 }), (pours) => {
        let bucket: BucketLevel | undefined;
        let now = 1_000_000_000;
        for (const { amount, afterMs, threshold } of pours) {
          now += afterMs;
          const shape = { threshold, periodMs: HOUR_MS };
          const level = levelAfter(bucket, shape, amount, now);
          expect(level).toBeGreaterThanOrEqual(0);
          expect(level).toBeLessThanOrEqual(threshold + Math.max(0, amount));
          expect(levelAfter(bucket, shape, amount + 1, now)).toBeGreaterThanOrEqual(level);
          bucket = { level, at: now };
        }
      }),
    );
  });
});
