import { MemoryPumpingCounters, type Pour, type PumpingCounters } from '@standby/sms';
import { describePumpingCounters } from '@standby/sms/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { EveryKeyCounters, underEveryKey } from './every-key-counters.js';

const NOON = Date.UTC(2030, 0, 15, 12);
const SHAPE = { threshold: 10, periodMs: 3_600_000 };
const ADDRESS = '203.0.113.9';

let counters: PumpingCounters;

beforeEach(() => {
  counters = new EveryKeyCounters(new MemoryPumpingCounters());
});

describePumpingCounters('EveryKeyCounters', async () => counters);

const underSecrets = (current: string, ...former: readonly string[]) =>
  underEveryKey(new KeyRing(current, ...former).guard.candidatesOf(ADDRESS));
const pourOf = (subject: string, amount = 1): Pour => ({
  key: `address-hour address ${subject}`,
  amount,
  ...SHAPE,
});
/** What an instance finds that had nothing poured itself. */
const levelAt = async (subject: string) => (await counters.pour([pourOf(subject, 0)], NOON))[0];

describe('EveryKeyCounters, while a secret is replaced', () => {
  /** An instance of each step, and the one it runs beside while the next step is taken. */
  const STEPS = [
    [underSecrets('old'), underSecrets('old', 'new')],
    [underSecrets('old', 'new'), underSecrets('new', 'old')],
    [underSecrets('new', 'old'), underSecrets('new')],
  ] as const;

  it.each(STEPS)('fills the same buckets whichever secret is the current one: %#', async (before, after) => {
    await counters.pour([pourOf(before)], NOON);
    await counters.pour([pourOf(after)], NOON);
    expect(await levelAt(before)).toBe(2);
    expect(await levelAt(after)).toBe(2);
  });

  it.each(STEPS)('counts the same verified codes and countries: %#', async (before, after) => {
    for (const subject of [before, after]) await counters.countVerified([`address ${subject}`], NOON);
    await counters.noteCountry(before, 'GB', NOON);
    await counters.noteCountry(after, 'FR', NOON);
    for (const subject of [before, after]) {
      const verified = await counters.verifiedOf([`address ${subject}`], NOON);
      expect(verified.get(`address ${subject}`)).toEqual({ lastHour: 2, lastDay: 2, bestDay: 2 });
      expect(await counters.noteCountry(subject, 'GB', NOON)).toBe(2);
    }
    await counters.noteVerifiedCountry(before.length > after.length ? before : after, 'GB', NOON);
    for (const subject of [before, after]) expect(await counters.noteCountry(subject, 'FR', NOON)).toBe(1);
  });

  it('tells the levels in the order of the pours', async () => {
    const pours = [pourOf('one', 3), pourOf(underSecrets('new', 'old'), 5), pourOf('another', 7)];
    expect(await counters.pour(pours, NOON)).toEqual([3, 5, 7]);
  });
});
