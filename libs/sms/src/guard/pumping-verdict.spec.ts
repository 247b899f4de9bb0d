import { describe, expect, it } from 'vitest';
import { effectOf, isBinding, reasonsIn, verdictFor } from './pumping-verdict.js';

const measure = (level: number) => ({ of: 'country-hour' as const, level, threshold: 3 });

describe('a verdict', () => {
  it('allows up to a threshold, and refuses over it where the guard is sure at once', () => {
    expect(verdictFor(reasonsIn([measure(3)], 1))).toBe('allow');
    expect(verdictFor(reasonsIn([measure(3.01)], 1))).toBe('refuse');
  });

  it('is unsure between the threshold and the multiple of it from which it is sure', () => {
    expect(verdictFor(reasonsIn([measure(3.01)], 2))).toBe('unsure');
    expect(verdictFor(reasonsIn([measure(6)], 2))).toBe('unsure');
    expect(verdictFor(reasonsIn([measure(6.01)], 2))).toBe('refuse');
  });

  it('refuses for one reason it is sure of, whatever the others', () => {
    expect(verdictFor(reasonsIn([measure(4), measure(7), measure(1)], 2))).toBe('refuse');
    expect(reasonsIn([measure(4), measure(7), measure(1)], 2).map(({ certainty }) => certainty)).toEqual([
      'unsure',
      'sure',
    ]);
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
