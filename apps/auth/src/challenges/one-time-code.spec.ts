import { describe, expect, it } from 'vitest';
import { challengeDigestOf, newChallengeId } from './challenge-id.js';
import { codeDigestOf, isCodeBehind, newCode } from './one-time-code.js';

const KEY = Buffer.alloc(32, 7);

describe('newCode', () => {
  it('has six digits, leading zeros included, and does not repeat itself', () => {
    const codes = Array.from({ length: 2_000 }, newCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1_900);
  });
});

describe('isCodeBehind', () => {
  const digest = codeDigestOf('012345', 'one', KEY);

  it('accepts the code it was made from', () => {
    expect(isCodeBehind(digest, '012345', 'one', KEY)).toBe(true);
  });

  it('refuses another code, another challenge, another key and another digest', () => {
    expect(isCodeBehind(digest, '012346', 'one', KEY)).toBe(false);
    expect(isCodeBehind(digest, '012345', 'two', KEY)).toBe(false);
    expect(isCodeBehind(digest, '012345', 'one', Buffer.alloc(32, 8))).toBe(false);
    expect(isCodeBehind('short', '012345', 'one', KEY)).toBe(false);
  });

  it('stores a code under a digest that does not show it', () => {
    expect(digest).not.toContain('012345');
    expect(digest).not.toBe(codeDigestOf('012345', 'two', KEY));
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
