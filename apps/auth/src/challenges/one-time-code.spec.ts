import { describe, expect, it } from 'vitest';
import { challengeDigestOf, newChallengeId } from './challenge-id.js';
import { codeIn, newCode } from './one-time-code.js';

describe('newCode', () => {
  it('has six digits, leading zeros included, and does not repeat itself', () => {
    const codes = Array.from({ length: 2_000 }, newCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1_900);
  });
});

describe('codeIn', () => {
  it('tells equal codes of two challenges apart', () => {
    expect(codeIn('one', '012345')).not.toBe(codeIn('two', '012345'));
  });
});

describe('challengeDigestOf', () => {
  it('differs from the id and from id to id, and is the same for all malformed ids', () => {
    const id = newChallengeId((size) => Buffer.alloc(size, 1));
    expect(id).toHaveLength(43);
    expect(challengeDigestOf(id)).not.toBe(id);
    expect(challengeDigestOf(id)).not.toBe(challengeDigestOf(`${id.slice(0, -1)}A`));
    expect(challengeDigestOf('../x')).toBe(challengeDigestOf('\0'));
  });
});
