import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { secretFaults, weaknessOf } from './secret-strength.js';

const STRONG = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const faultsOf = (AUTH_SECRET: string) => secretFaults(Object.assign(new AppConfig(), { AUTH_SECRET }));

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

describe('secretFaults', () => {
  it.each([
    ['a comma', `${STRONG.slice(0, 20)},${STRONG.slice(20)}`],
    ['a space before it', ` ${STRONG}`],
    ['a line break after it', `${STRONG}\n`],
  ])('refuse a secret with %s, which could never become a former one', (_name, secret) => {
    const reason = /AUTH_SECRET contains a comma, .* could not stand in AUTH_FORMER_SECRETS/;
    expect(faultsOf(secret)).toEqual([{ variable: 'AUTH_SECRET', message: expect.stringMatching(reason) }]);
    expect(faultsOf(STRONG)).toEqual([]);
  });
});
