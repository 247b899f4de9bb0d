import { expect, it } from 'vitest';
import { prefixOf } from './number-prefix.js';

it('is what numbers of one block have in common', () => {
  expect(prefixOf('+447400123456')).toBe('+44740012');
  expect(prefixOf('+447400129999')).toBe('+44740012');
  expect(prefixOf('+447400133456')).not.toBe('+44740012');
});
