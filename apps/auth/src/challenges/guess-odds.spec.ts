import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../wall-clock.js';
import {
  fixedCodeDaysOf,
  guessesPerDay,
  guessOddsOf,
  MAX_FIXED_CODE_ODDS,
  MAX_GUESS_ODDS,
} from './guess-odds.js';
import { waitMsOf } from './wrong-codes.js';

const DEFAULTS = { maxAttempts: 3, waitMs: 3_600_000, maxWrongPerDay: 30 };

/** What the rules let somebody try in a day, who tries as soon as he may. */
function triedWithinADay(rules: typeof DEFAULTS, start: number): number {
  let times: number[] = [];
  for (let now = start; now <= start + DAY_MS; ) {
    const waitMs = waitMsOf(times, rules, now);
    if (waitMs === 0) times = [now, ...times];
    else now += waitMs;
  }
  return times.length;
}

const oddsWithin = (rules: typeof DEFAULTS, days: number) => (days * guessesPerDay(rules)) / 1_000_000;

describe('guessesPerDay', () => {
  it('is bounded by the day with the defaults, and by the waits where the day allows more', () => {
    expect(guessesPerDay(DEFAULTS)).toBe(30);
    expect(guessesPerDay({ ...DEFAULTS, maxWrongPerDay: 1_000 })).toBe(75);
  });

  it('is what the rules allow whoever tries as soon as he may', () => {
    const settings = record({
      maxAttempts: integer({ min: 1, max: 10 }),
      waitMs: integer({ min: 60, max: 86_400 }).map((seconds) => seconds * 1_000),
      maxWrongPerDay: integer({ min: 1, max: 200 }),
    });
    assert(
      property(settings, (rules) => {
        expect(triedWithinADay(rules, 0)).toBeLessThanOrEqual(
          guessesPerDay(rules) + extraOfTheInstant(rules),
        );
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('guessOddsOf', () => {
  it('is 6 in 100,000 with the defaults, of both kinds of askers together', () => {
    expect(guessOddsOf(DEFAULTS)).toBeCloseTo(6e-5, 10);
    expect(guessOddsOf(DEFAULTS)).toBeLessThan(MAX_GUESS_ODDS);
  });

  it('is too much where neither the day nor the wait holds guesses back', () => {
    expect(guessOddsOf({ ...DEFAULTS, maxWrongPerDay: 1_000 })).toBeGreaterThan(MAX_GUESS_ODDS);
    expect(guessOddsOf({ maxAttempts: 10, waitMs: 60_000, maxWrongPerDay: 50 })).toBe(MAX_GUESS_ODDS);
  });
});

describe('fixedCodeDaysOf', () => {
  it('is 33 with the defaults: 990 of a million codes', () => {
    expect(fixedCodeDaysOf(DEFAULTS)).toBe(33);
  });

  it('is as long as the odds of its whole life stay under what ten days of guessing at any other number may come to', () => {
    expect(MAX_FIXED_CODE_ODDS).toBeCloseTo(10 * MAX_GUESS_ODDS, 12);
    for (let maxWrongPerDay = 1; maxWrongPerDay < 50; maxWrongPerDay += 1) {
      const rules = { ...DEFAULTS, maxWrongPerDay };
      const days = fixedCodeDaysOf(rules);
      expect(oddsWithin(rules, days)).toBeLessThan(MAX_FIXED_CODE_ODDS);
      expect(oddsWithin(rules, days + 1)).toBeGreaterThanOrEqual(MAX_FIXED_CODE_ODDS);
    }
  });
});

/** The closed day has one instant more than a day is long: at its end the first tries count no more. */
function extraOfTheInstant({ maxAttempts, maxWrongPerDay }: typeof DEFAULTS): number {
  return Math.min(maxAttempts, maxWrongPerDay);
}
