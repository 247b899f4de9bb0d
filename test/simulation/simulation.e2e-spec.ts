import { describe, expect, it } from 'vitest';
import { runSeeds } from './seed-range.js';
import { runWorld } from './world.js';

/** What has to have happened for all the rest to mean anything. */
const MUST_HAPPEN = [
  'end accepted',
  'end unknown',
  'end opted-out',
  'end ambiguous',
  'end throttled',
  'end overloaded',
  'end unavailable',
  'end route-refused',
  'end misconfigured',
  'end ClosedError',
  'end CallerGaveUpError',
  'attempt hedge',
  'attempt again',
  'attempt after-failure',
  'answer too late',
  'circuit open',
  'circuit half-open',
  'circuit closed',
  'taken by two',
];

describe('the failover engine in a simulated world', () => {
  it('keeps every invariant for 1000 seeds', { timeout: 180_000 }, async () => {
    const { counts, failures } = await runSeeds({ from: 1, count: 1000 });
    expect(failures).toEqual([]);
    expect(counts.sends).toBeGreaterThanOrEqual(200_000);
    expect(MUST_HAPPEN.filter((what) => (counts[what] ?? 0) < 100)).toEqual([]);
  });

  it.each([1, 2, 3, 4])('does the same again for the same seed (%i)', async (seed) => {
    const [once, twice]: [string[], string[]] = [[], []];
    await runWorld(seed, (line) => once.push(line));
    await runWorld(seed, (line) => twice.push(line));
    expect(once.length).toBeGreaterThan(200);
    expect(twice).toEqual(once);
  });
});
