import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUTHGEAR_RULES } from '../testing/pumping-rules.js';
import { MemoryPumpingCounters } from './memory-pumping-counters.js';
import type { Pour } from './pumping-counters.js';
import { type Circumstances, type Decision, PumpingGuard } from './pumping-guard.js';
import type { GuardedRequest } from './pumping-rules.js';
import type { GuardMode } from './pumping-verdict.js';

const NOON = Date.UTC(2030, 0, 15, 12);

/** Every level that these counters tell from now on, by bucket. */
function levelsToldBy(counters: MemoryPumpingCounters): [key: string, level: number][] {
  const told: [string, number][] = [];
  const pour = counters.pour.bind(counters);
  counters.pour = async (pours: readonly Pour[], now: number) => {
    const levels = await pour(pours, now);
    told.push(...pours.map(({ key }, index): [string, number] => [key, levels[index] ?? Number.NaN]));
    return levels;
  };
  return told;
}

/** How much is poured from now on, by bucket. */
function pouredInto(counters: MemoryPumpingCounters): ReadonlyMap<string, number> {
  const poured = new Map<string, number>();
  const pour = counters.pour.bind(counters);
  counters.pour = async (pours: readonly Pour[], now: number) => {
    for (const { key, amount } of pours) poured.set(key, (poured.get(key) ?? 0) + amount);
    return pour(pours, now);
  };
  return poured;
}

const request: fc.Arbitrary<GuardedRequest> = fc.record({
  country: fc.constantFrom('GB', 'FR', 'DE', 'US', 'PK'),
  prefix: fc.constantFrom('p1', 'p2', 'p3'),
  address: fc.constantFrom('a1', 'a2', 'a3'),
});
const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  mode: fc.constantFrom('record', 'enforce'),
  standing: fc.constantFrom('known', 'new'),
  costMicros: fc.integer({ min: 0, max: 10_000_000 }),
  check: fc.constantFrom('none', 'open', 'passed').map((state) => async () => state),
});
const step = fc.record({
  does: fc.constantFrom('asks', 'asks', 'asks', 'verifies', 'is withdrawn'),
  afterMs: fc.integer({ min: 0, max: 1_200_000 }),
  request,
  circumstances,
});
const rules = fc.record({
  ...Object.fromEntries(
    Object.keys(AUTHGEAR_RULES).map((name) => [name, fc.double({ min: 0.01, max: 50, noNaN: true })]),
  ),
  dailySpendMicros: fc.integer({ min: 0, max: 50_000_000 }),
});
const life = fc.tuple(rules, fc.array(step, { maxLength: 80 }));

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Lives through the steps and returns every decision. */
async function liveThrough(
  [chosen, steps]: Life,
  counters = new MemoryPumpingCounters(),
): Promise<Decision[]> {
  const guard = new PumpingGuard({ ...AUTHGEAR_RULES, ...chosen }, counters);
  const decisions: Decision[] = [];
  let now = NOON;
  for (const { does, afterMs, ...each } of steps) {
    now += afterMs;
    if (does === 'asks') decisions.push(await guard.decide(each.request, each.circumstances, now));
    else if (does === 'verifies') await guard.verified([each.request], now);
    else await guard.withdraw(each.request, now);
  }
  return decisions;
}

/** The guard at the end of a life, with what it has counted. */
async function guardAfter(lived: Life) {
  const [chosen, steps] = lived;
  const counters = new MemoryPumpingCounters();
  await liveThrough(lived, counters);
  const now = NOON + steps.reduce((sum, { afterMs }) => sum + afterMs, 0);
  return { guard: new PumpingGuard({ ...AUTHGEAR_RULES, ...chosen }, counters), counters, now };
}

describe('PumpingGuard, whatever happens', () => {
  it('decides the same requests at the same times in the same way', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (lived) => {
        expect(await liveThrough(lived)).toEqual(await liveThrough(lived));
      }),
    );
  });

  it('never has a bucket below nothing', async () => {
    await fc.assert(
      fc.asyncProperty(life, async (lived) => {
        const counters = new MemoryPumpingCounters();
        const told = levelsToldBy(counters);
        await liveThrough(lived, counters);
        for (const [, level] of told) expect(level).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('admits every number that was verified before, and everything while it only records', async () => {
    await fc.assert(
      fc.asyncProperty(life, async ([chosen, steps]) => {
        const decisions = await liveThrough([chosen, steps]);
        const asked = steps.filter(({ does }) => does === 'asks');
        for (const [index, { circumstances: given }] of asked.entries())
          if (given.standing === 'known' || given.mode === 'record')
            expect(decisions[index]?.effect).toBe('admitted');
      }),
    );
  });

  it('counts the attempts of an address that it refuses exactly as those it admits', async () => {
    await fc.assert(
      fc.asyncProperty(life, async ([chosen, steps]) => {
        const levelsIn = async (mode: GuardMode) => {
          const counters = new MemoryPumpingCounters();
          const told = levelsToldBy(counters);
          const changed = steps.map((each) => ({ ...each, circumstances: { ...each.circumstances, mode } }));
          await liveThrough([chosen, changed], counters);
          return told.filter(([key]) => key.startsWith('address-'));
        };
        expect(await levelsIn('enforce')).toEqual(await levelsIn('record'));
      }),
    );
  });

  it('pours one into each bucket, but nothing into a shared one where the address is refused for its own sake', async () => {
    await fc.assert(
      fc.asyncProperty(life, request, circumstances, async (lived, next, given) => {
        const { guard, counters, now } = await guardAfter(lived);
        const poured = pouredInto(counters);
        const { effect, reasons } = await guard.decide(next, given, now);
        const isHeld =
          (effect === 'refused' || effect === 'check-asked') &&
          reasons.some(({ of }) => of.startsWith('address-'));
        expect(poured.size).toBe(7);
        for (const [key, amount] of poured)
          expect(amount, key).toBe(isHeld && !key.startsWith('address-') ? 0 : 1);
      }),
    );
  });

  it('has less in every bucket that a verification drains than before it', async () => {
    await fc.assert(
      fc.asyncProperty(life, request, circumstances, async (lived, next, given) => {
        const { guard, counters, now } = await guardAfter(lived);
        const told = levelsToldBy(counters);
        // What is verified was sent.
        await guard.decide(next, { ...given, standing: 'known' }, now);
        const filled = new Map(told.splice(0));
        await guard.verified([next], now);
        expect(told).toHaveLength(6);
        for (const [key, level] of told) expect(level).toBeLessThan(filled.get(key) ?? 0);
      }),
    );
  });
});
