import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { weaknessOf } from './secret-strength.js';

describe('weaknessOf', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('finds none in 32 random bytes as %s', (encoding) => {
    const secrets = Array.from({ length: 200 }, () => randomBytes(32).toString(encoding));
    expect(secrets.filter((secret) => weaknessOf(secret) !== undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['31 characters', 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA'],
    ['one character', 'x'.repeat(64)],
    ['a repeated run', 'kU3v8ZqW'.repeat(5)],
    ['few characters', 'abbaabbbabaaababbabbababaabbbaab'],
    ['a placeholder', 'ChangeMe-kU3v8ZqW0rTn5YbJ1xLhP7d'],
    ['a common word', 'my-super-secret-kU3v8ZqW0rTn5YbJ1'],
  ])('finds one in %s', (_name, secret) => {
    expect(weaknessOf(secret)).toBeDefined();
  });
});
