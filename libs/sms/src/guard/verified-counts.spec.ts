import { describe, expect, it } from 'vitest';
import { type SpanCount, spansAt, verifiedCountsOf } from './verified-counts.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The counts that so many verifications at such times leave. */
const countsOf = (times: readonly number[]): SpanCount[] =>
  times.flatMap((time) => spansAt(time).map((span) => ({ ...span, verified: 1 })));
const summedUp = (times: readonly number[]) => {
  const sums = Map.groupBy(countsOf(times), ({ span, startsAt }) => `${span} ${startsAt}`);
  return [...sums.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, verified: group.length }];
  });
};

describe('verifiedCountsOf', () => {
  it('is nothing where nothing was verified', () => {
    expect(verifiedCountsOf([], NOON)).toEqual({ lastHour: 0, lastDay: 0, bestDay: 0 });
  });

  it('counts what is recent for the hour, the day and the best day alike', () => {
    expect(verifiedCountsOf(summedUp([NOON, NOON - MINUTE_MS, NOON - 2 * MINUTE_MS]), NOON)).toEqual({
      lastHour: 3,
      lastDay: 3,
      bestDay: 3,
    });
  });

  it('forgets for the hour what is older than an hour, and for the day what is older than a day', () => {
    const times = [NOON - 30 * MINUTE_MS, NOON - 61 * MINUTE_MS, NOON - 23 * HOUR_MS, NOON - 25 * HOUR_MS];
    expect(verifiedCountsOf(summedUp(times), NOON)).toMatchObject({ lastHour: 1, lastDay: 3 });
  });

  it('takes the best of fourteen days and today, not their sum', () => {
    const day = (daysAgo: number, count: number) =>
      Array.from({ length: count }, (_, index) => NOON - daysAgo * DAY_MS + index);
    const times = [...day(0, 2), ...day(3, 9), ...day(14, 5), ...day(15, 50)];
    expect(verifiedCountsOf(summedUp(times), NOON).bestDay).toBe(9);
  });

  it('says of each span until when it is looked at', () => {
    for (const { span, startsAt, forgetAt } of spansAt(NOON)) {
      const counts = [{ span, startsAt, verified: 1 }];
      const seen = (now: number) => Math.max(...Object.values(verifiedCountsOf(counts, now)));
      expect(seen(forgetAt - 1)).toBe(1);
      expect(seen(forgetAt)).toBe(0);
    }
  });
});
