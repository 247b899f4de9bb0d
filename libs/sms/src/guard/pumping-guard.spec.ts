import { beforeEach, describe, expect, it } from 'vitest';
import { AUTHGEAR_RULES } from '../testing/pumping-rules.js';
import { MemoryPumpingCounters } from './memory-pumping-counters.js';
import { type Circumstances, PumpingGuard } from './pumping-guard.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const HOUR_MS = 3_600_000;
const REQUEST = { country: 'GB', prefix: '+44740012', address: '203.0.113.9' };
const ENFORCED: Circumstances = {
  mode: 'enforce',
  standing: 'new',
  costMicros: 50_000,
  check: async () => 'none',
};

let counters: MemoryPumpingCounters;
let guard: PumpingGuard;

beforeEach(() => {
  counters = new MemoryPumpingCounters();
  guard = new PumpingGuard(AUTHGEAR_RULES, counters);
});

/** Each from an address and to a prefix of its own, so that the country alone sees them together. */
const elsewhere = (index: number) => ({ ...REQUEST, prefix: `+4474${index}`, address: `address ${index}` });
/** From one address, to a prefix of its own in each country. */
const inCountry = (country: string) => ({
  country,
  prefix: `prefix of ${country}`,
  address: REQUEST.address,
});
const decide = (request = REQUEST, circumstances: Partial<Circumstances> = {}, now = NOON) =>
  guard.decide(request, { ...ENFORCED, ...circumstances }, now);
const effects = async (count: number, requestOf: (index: number) => typeof REQUEST) => {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) made.push((await decide(requestOf(index))).effect);
  return made;
};

describe('PumpingGuard', () => {
  it('admits as many unverified codes as a country may have, whatever the addresses, and refuses the next', async () => {
    expect(await effects(4, elsewhere)).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
    expect((await decide(elsewhere(9))).reasons).toEqual([{ of: 'country-hour', level: 4, threshold: 3 }]);
  });

  it('refuses an address that asks for more countries than it may', async () => {
    const countries = ['GB', 'FR', 'DE', 'ES'];
    const last = await effects(4, (index) => ({
      ...elsewhere(index),
      country: countries[index] ?? '',
      address: REQUEST.address,
    }));
    expect(last).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
  });

  it('counts no country against an address that verified a code of it', async () => {
    for (const country of ['GB', 'FR', 'DE', 'ES', 'IT', 'PT']) {
      expect((await decide(inCountry(country))).effect).toBe('admitted');
      await guard.verified([inCountry(country)], NOON);
    }
  });

  it('admits again once the verified codes are drained, and lets the thresholds grow', async () => {
    for (let index = 0; index < 40; index += 1) {
      expect((await decide(elsewhere(index))).effect).toBe('admitted');
      await guard.verified([elsewhere(index)], NOON);
    }
    // 0.2 of the 40 codes of the hour.
    expect(await effects(9, (index) => elsewhere(100 + index))).toEqual([
      ...Array.from({ length: 8 }, () => 'admitted'),
      'refused',
    ]);
  });

  it('drains what a code and its resends had poured', async () => {
    await decide();
    await decide();
    await guard.verified([REQUEST, REQUEST], NOON);
    expect(await effects(3, elsewhere)).toEqual(['admitted', 'admitted', 'admitted']);
  });

  it('counts the attempts it refuses, against whoever shares their country and prefix', async () => {
    await effects(20, (index) => ({ ...elsewhere(index), prefix: REQUEST.prefix }));
    const { reasons } = await decide(REQUEST, {}, NOON + HOUR_MS / 120);
    expect(reasons.map(({ of }) => of)).toEqual(
      expect.arrayContaining(['country-hour', 'country-day', 'prefix-hour', 'prefix-day', 'prefix-velocity']),
    );
  });

  it('counts what an address may not ask for against that address alone', async () => {
    guard = new PumpingGuard({ ...AUTHGEAR_RULES, countryHourFloor: 6 }, counters);
    await effects(20, () => REQUEST);
    expect((await decide(REQUEST, {}, NOON + HOUR_MS / 120)).reasons.map(({ of }) => of)).toEqual(
      expect.arrayContaining(['address-hour', 'address-day']),
    );
    // Five of the twenty were its address's due.
    expect(await effects(2, elsewhere)).toEqual(['admitted', 'refused']);
  });

  it('counts a country that an address may not ask for against that address alone', async () => {
    const countries = ['GB', 'FR', 'DE', ...Array.from({ length: 6 }, () => 'ES')];
    await effects(9, (index) => inCountry(countries[index] ?? ''));
    expect(await effects(4, (index) => ({ ...elsewhere(index), country: 'ES' }))).toEqual([
      'admitted',
      'admitted',
      'admitted',
      'refused',
    ]);
  });

  it('tells of a request that its address may not make what a shared bucket would hold with it', async () => {
    await effects(5, (index) => ({ ...elsewhere(index), address: REQUEST.address }));
    const { reasons } = await decide({ ...elsewhere(9), address: REQUEST.address });
    expect(reasons).toMatchObject([
      { of: 'country-hour', level: 4 },
      { of: 'address-hour', level: 6 },
    ]);
  });

  it.each<[string, Partial<Circumstances>]>([
    ['a human check was passed', { check: async () => 'passed' }],
    ['the number was verified before', { standing: 'known' }],
    ['the guard only records', { mode: 'record' }],
  ])('counts what an address may not ask for where %s', async (_name, circumstances) => {
    guard = new PumpingGuard({ ...AUTHGEAR_RULES, countryHourFloor: 6 }, counters);
    const sameAddress = (index: number) => ({ ...elsewhere(index), address: REQUEST.address });
    await effects(5, sameAddress);
    await decide(sameAddress(9), circumstances);
    expect((await decide(elsewhere(10))).reasons).toMatchObject([{ of: 'country-hour', level: 7 }]);
  });

  it('takes back what it counted of a code that was not sent for reasons of its own', async () => {
    for (let index = 0; index < 30; index += 1) {
      expect((await decide(elsewhere(index))).effect).toBe('admitted');
      await guard.withdraw(elsewhere(index), NOON);
    }
  });

  it('admits a number that was verified before, and anything while it only records, with the reasons against it', async () => {
    await effects(10, () => REQUEST);
    for (const circumstances of [{ standing: 'known' }, { mode: 'record' }] as const) {
      const { effect, verdict, reasons } = await decide(REQUEST, circumstances);
      expect({ effect, verdict }).toEqual({ effect: 'admitted', verdict: 'refuse' });
      expect(reasons.length).toBeGreaterThan(0);
    }
  });

  it('asks for a human check where the country alone objects, and for none otherwise', async () => {
    let asked = 0;
    const withCheck = (state: 'open' | 'passed') => ({
      check: async () => {
        asked += 1;
        return state;
      },
    });
    for (let index = 0; index < 3; index += 1) await decide(elsewhere(index), withCheck('open'));
    expect(asked).toBe(0);
    expect((await decide(elsewhere(3), withCheck('open'))).effect).toBe('check-asked');
    expect((await decide(elsewhere(3), withCheck('passed'))).effect).toBe('check-passed');
    expect(asked).toBe(2);

    const sameAddress = (index: number) => ({ ...elsewhere(index), address: REQUEST.address });
    await effects(5, sameAddress);
    expect(await decide(sameAddress(9), withCheck('passed'))).toMatchObject({
      verdict: 'refuse',
      effect: 'refused',
    });
    expect(asked).toBe(2);
    expect((await decide(elsewhere(4), { ...withCheck('open'), standing: 'known' })).effect).toBe('admitted');
    expect((await decide(elsewhere(5), { ...withCheck('open'), mode: 'record' })).effect).toBe('admitted');
    expect(asked).toBe(2);
  });

  it('refuses what would exceed the cap of the day, and adds only what is admitted', async () => {
    guard = new PumpingGuard({ ...AUTHGEAR_RULES, dailySpendMicros: 100_000 }, counters);
    expect(await effects(3, elsewhere)).toEqual(['admitted', 'admitted', 'refused']);
    expect(await counters.addSpend(0, NOON)).toBe(100_000);
    const known = await decide(elsewhere(7), { standing: 'known' });
    expect(known).toMatchObject({
      effect: 'admitted',
      reasons: [{ of: 'country-hour' }, { of: 'daily-spend' }],
    });
    expect(await counters.addSpend(0, NOON)).toBe(150_000);
    await guard.correctSpend(-100_000, NOON);
    expect((await decide(elsewhere(8), {}, NOON + HOUR_MS)).effect).toBe('admitted');
  });
});
