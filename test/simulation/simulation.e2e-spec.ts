import { describe, expect, it } from 'vitest';
import { runDeliveryWorld } from './delivery/delivery-world.js';
import { runSeeds, WORLDS } from './seed-range.js';
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
  'end StoreDownError',
  'end IdempotencyUnavailableError',
  'told first',
  'told again',
  'told that nobody knows',
  'ledger unavailable',
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
    const { counts, failures } = await runSeeds({ from: 1, count: 1000 }, [runWorld]);
    expect(failures).toEqual([]);
    expect(counts.sends).toBeGreaterThanOrEqual(200_000);
    expect(MUST_HAPPEN.filter((what) => (counts[what] ?? 0) < 100)).toEqual([]);
  });

  it('ends every attempt in time where one that ends at the deadline comes late', async () => {
    expect((await runSeeds({ from: 6260, count: 1 }, [runWorld])).failures).toEqual([]);
  });

  // In all of them a recipient's refusal ends a send, and the attempt that is given up for it is accepted after all.
  it.each([113_459, 120_746, 126_319])('keeps every invariant for seed %i', async (seed) => {
    expect((await runSeeds({ from: seed, count: 1 }, [runWorld])).failures).toEqual([]);
  });
});

/** The same of codes that do not arrive. */
const MUST_HAPPEN_TO_CODES = [
  'resent when failed',
  'resent when silent',
  'watch resent',
  'watch refused',
  'watch replaced',
  'watch too-late',
  'watch no-budget',
  'watch lost',
  'watch undeliverable',
  'id found',
  'asked again',
  'killed',
  'verified',
  'expired',
  'status undelivered',
];

describe('records, receipts and the watch in a simulated world', () => {
  it('keep every invariant for 400 seeds', { timeout: 180_000 }, async () => {
    const { counts, failures } = await runSeeds({ from: 1, count: 400 }, [runDeliveryWorld]);
    expect(failures).toEqual([]);
    expect(counts.codes).toBe(16_000);
    expect(MUST_HAPPEN_TO_CODES.filter((what) => (counts[what] ?? 0) < 20)).toEqual([]);
  });
});

describe.each(WORLDS)('$name', (run) => {
  it.each([1, 2, 3, 4])('does the same again for the same seed (%i)', async (seed) => {
    const [once, twice]: [string[], string[]] = [[], []];
    await run(seed, (line) => once.push(line));
    await run(seed, (line) => twice.push(line));
    expect(once.length).toBeGreaterThan(200);
    expect(twice).toEqual(once);
  });
});
