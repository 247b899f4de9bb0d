import { describe, expect, it } from 'vitest';
import { AUTHGEAR_RULES } from '../testing/pumping-rules.js';
import { type BucketName, bucketsOf } from './pumping-buckets.js';
import { NONE_VERIFIED, type VerifiedCounts } from './verified-counts.js';

const REQUEST = { country: 'GB', prefix: '+44740012', address: '203.0.113.9' };

const thresholdsWhen = (verified: Partial<VerifiedCounts>): Record<BucketName, number> => {
  const counts = { ...NONE_VERIFIED, ...verified };
  const all = new Map(
    Object.entries(REQUEST).map(([scope, value]): [string, VerifiedCounts] => [`${scope} ${value}`, counts]),
  );
  const of = (name: BucketName) =>
    bucketsOf(AUTHGEAR_RULES, REQUEST, all).find((bucket) => bucket.name === name)?.threshold ?? Number.NaN;
  return {
    'country-hour': of('country-hour'),
    'country-day': of('country-day'),
    'prefix-hour': of('prefix-hour'),
    'prefix-day': of('prefix-day'),
    'prefix-velocity': of('prefix-velocity'),
    'address-hour': of('address-hour'),
    'address-day': of('address-day'),
  };
};

describe('bucketsOf', () => {
  it('gives the floors where nothing was verified yet', () => {
    expect(thresholdsWhen({})).toEqual({
      'country-hour': 3,
      'country-day': 20,
      'prefix-hour': 5,
      'prefix-day': 10,
      'prefix-velocity': 10,
      'address-hour': 5,
      'address-day': 10,
    });
    expect(bucketsOf(AUTHGEAR_RULES, REQUEST, new Map()).map(({ threshold }) => threshold)).toEqual(
      Object.values(thresholdsWhen({})),
    );
  });

  // The table of docs/specs/fraud-protection.md, with the ratios its text gives: 0.3 a day and 0.2 an hour.
  it.each([
    ['the launch', { lastDay: 300, lastHour: 300 }, 90, 60],
    ['an ordinary day', { bestDay: 1_000, lastDay: 1_000, lastHour: 200 }, 300, 40],
    ['a day of twice the traffic', { bestDay: 1_000, lastDay: 2_000, lastHour: 400 }, 600, 80],
    ['a quiet day', { bestDay: 1_000, lastDay: 500, lastHour: 0 }, 300, 1_000 / 6 / 5],
    ['hardly any traffic', { bestDay: 15, lastDay: 15, lastHour: 5 }, 20, 3],
  ])('scales a country by what was verified: on %s', (_, verified, day, hour) => {
    const { 'country-day': countryDay, 'country-hour': countryHour } = thresholdsWhen(verified);
    expect(countryDay).toBeCloseTo(day);
    expect(countryHour).toBeCloseTo(hour);
  });

  it('scales an address by its own verified codes of a day', () => {
    expect(thresholdsWhen({ lastDay: 600 })).toMatchObject({ 'address-day': 180, 'address-hour': 20 });
  });

  it('scales the velocity of a prefix to what its best hour brings', () => {
    expect(thresholdsWhen({ bestDay: 600 })['prefix-velocity']).toBe(100);
    expect(thresholdsWhen({ lastHour: 150 })['prefix-velocity']).toBe(150);
  });

  it('gives each subject its own buckets, and lets time alone drain the velocity', () => {
    const buckets = bucketsOf(AUTHGEAR_RULES, REQUEST, new Map());
    expect(new Set(buckets.map(({ key }) => key)).size).toBe(buckets.length);
    expect(buckets.find(({ name }) => name === 'prefix-hour')?.key).toBe('prefix-hour prefix +44740012');
    expect(buckets.filter(({ drainedBy }) => drainedBy === 'time').map(({ name }) => name)).toEqual([
      'prefix-velocity',
    ]);
  });
});
