import { describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/seeded-random.js';
import { ProbeOptions } from './probe.options.js';
import { delayBeforeHalfOpenMs, firstDelayMs, longestDelayMs, usualDelayMs } from './probe-schedule.js';

const OPTIONS = new ProbeOptions();
const MIDDLE = () => 0.5;

/** The least and the most of a thousand draws. */
const boundsOf = (draw: (random: () => number) => number) => {
  const random = seededRandom(3);
  const draws = Array.from({ length: 1000 }, () => draw(random));
  return { least: Math.min(...draws), most: Math.max(...draws) };
};

describe('the delay between two probes', () => {
  it('varies by a fifth', () => {
    const { least, most } = boundsOf((random) => usualDelayMs(0, OPTIONS, random));
    expect([Math.round(least / 1000), Math.round(most / 1000)]).toEqual([48, 72]);
    expect(least).toBeGreaterThanOrEqual(48_000);
    expect(most).toBeLessThan(72_000);
  });

  it('doubles with each probe that was told nothing, up to the longest', () => {
    const delays = [0, 1, 2, 3, 4, 60].map((count) => usualDelayMs(count, OPTIONS, MIDDLE));
    expect(delays).toEqual([60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });

  it('is the interval where that is longer than the longest', () => {
    const seldom = Object.assign(new ProbeOptions(), { intervalMs: 900_000 });
    expect(usualDelayMs(3, seldom, MIDDLE)).toBe(900_000);
  });

  it('is never longer than the longest with its share, or than a breaker is open', () => {
    expect(longestDelayMs(OPTIONS, 1000)).toBe(720_000);
    expect(longestDelayMs(OPTIONS, 3_600_000)).toBe(3_600_000);
  });
});

describe('the first probe', () => {
  it('comes within two seconds, at a moment of its own', () => {
    const { least, most } = boundsOf(firstDelayMs);
    expect(least).toBeGreaterThanOrEqual(500);
    expect(most).toBeLessThan(2000);
    expect(most - least).toBeGreaterThan(1400);
  });
});

describe('the probe before a breaker lets a message through', () => {
  it.each([
    [30_000, 25_000],
    [6500, 1500],
    [5500, 1000],
    [0, 1000],
  ])('comes, %d ms before that, after %d ms', (retryAfterMs, delayMs) => {
    expect(delayBeforeHalfOpenMs(retryAfterMs, OPTIONS)).toBe(delayMs);
  });
});
