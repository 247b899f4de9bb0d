import { array, assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../wall-clock.js';
import { triesLeftOf, waitMsOf } from './wrong-codes.js';

const HOUR_MS = 3_600_000;
const RULES = { maxAttempts: 3, waitMs: HOUR_MS, maxWrongPerDay: 5 };
const NOW = 1_790_000_000_000;
const ago = (...ms: number[]) => ms.map((each) => NOW - each);

/** Whether there is a wait just when no try is left. */
function agrees(agos: readonly number[]): boolean {
  const day = ago(...agos.toSorted((left, right) => left - right)).filter((at) => at > NOW - DAY_MS);
  return (triesLeftOf(day, RULES, NOW) === 0) === waitMsOf(day, RULES, NOW) > 0;
}

describe('waitMsOf', () => {
  it.each([
    ['no wrong code', [], 0],
    ['two within the hour', ago(1, 2), 0],
    ['three at once', ago(0, 0, 0), HOUR_MS],
    ['three, of which the first is nearly an hour old', ago(0, 10, HOUR_MS - 1), 1],
    ['three, of which the first is an hour old', ago(0, 10, HOUR_MS), 0],
    ['five within the day', ago(2 * HOUR_MS, 4 * HOUR_MS, 6 * HOUR_MS, 8 * HOUR_MS, DAY_MS - 5), 5],
    [
      'five, of which the first is a day old',
      ago(2 * HOUR_MS, 4 * HOUR_MS, 6 * HOUR_MS, 8 * HOUR_MS, DAY_MS),
      0,
    ],
  ])('tells how long a number waits after %s', (_name, times, waitMs) => {
    expect(waitMsOf(times, RULES, NOW)).toBe(waitMs);
  });
});

describe('triesLeftOf', () => {
  it('counts down in the hour and in the day, whichever comes first', () => {
    expect(triesLeftOf([], RULES, NOW)).toBe(3);
    expect(triesLeftOf(ago(0, 1), RULES, NOW)).toBe(1);
    expect(triesLeftOf(ago(0, 2 * HOUR_MS, 3 * HOUR_MS, 4 * HOUR_MS), RULES, NOW)).toBe(1);
    expect(triesLeftOf(ago(0, 0, 0, 0), RULES, NOW)).toBe(0);
  });

  it('leaves none exactly while there is a wait', () => {
    const times = array(nat(2 * DAY_MS), { maxLength: 12 });
    assert(property(times, agrees), { seed: 7, numRuns: 2_000 });
  });
});
