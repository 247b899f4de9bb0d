import { describe, expect, it } from 'vitest';
import { effectOf, isBinding, type PumpingObjection, reasonsIn, verdictFor } from './pumping-verdict.js';

const measured = (of: PumpingObjection, level = 4) => ({ of, level, threshold: 3 });
const verdictOn = (...objections: PumpingObjection[]) =>
  verdictFor(objections.map((objection) => measured(objection)));

describe('reasonsIn', () => {
  it('finds what is over its threshold, and nothing that is at it', () => {
    const over = measured('country-hour', 3.01);
    expect(reasonsIn([measured('country-day', 3), over, measured('address-day', 0)])).toEqual([over]);
  });
});

describe('verdictFor', () => {
  it('allows what nothing speaks against', () => {
    expect(verdictOn()).toBe('allow');
  });

  it.each([
    ['country-hour', 'country-day'],
    ['prefix-hour', 'prefix-velocity'],
    ['address-day', 'address-countries'],
  ] as const)('is unsure where one of country, prefix and address objects, however often: %s', (...of) => {
    expect(verdictOn(of[0])).toBe('unsure');
    expect(verdictOn(...of)).toBe('unsure');
  });

  it.each([
    ['country-hour', 'prefix-hour'],
    ['country-day', 'address-hour'],
    ['prefix-velocity', 'address-countries'],
  ] as const)('refuses where two of them do: %s and %s', (...of) => {
    expect(verdictOn(...of)).toBe('refuse');
  });

  it('refuses where the money of the day is spent', () => {
    expect(verdictOn('daily-spend')).toBe('refuse');
  });
});

describe('what follows from a verdict', () => {
  it.each([
    ['allow', 'none', 'admitted'],
    ['allow', 'open', 'admitted'],
    ['unsure', 'none', 'refused'],
    ['unsure', 'open', 'check-asked'],
    ['unsure', 'passed', 'check-passed'],
    ['refuse', 'none', 'refused'],
    ['refuse', 'open', 'refused'],
    ['refuse', 'passed', 'refused'],
  ] as const)('of %s with a check that is %s: %s', (verdict, check, effect) => {
    expect(effectOf(verdict, check)).toBe(effect);
  });

  it.each([
    ['enforce', 'new', true],
    ['enforce', 'known', false],
    ['record', 'new', false],
    ['record', 'known', false],
  ] as const)('binds, where it is to %s, a number that is %s: %s', (mode, standing, binding) => {
    expect(isBinding(mode, standing)).toBe(binding);
  });
});
