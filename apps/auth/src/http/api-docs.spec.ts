import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeAll(async () => {
  auth = await startAuthApp();
});

afterAll(() => auth.app.close());

it.each([
  ['StartChallengeBody', 'phoneNumber', { maxLength: 64 }],
  ['StartChallengeBody', 'locale', { pattern: expect.stringContaining('A-Za-z') }],
  ['StartChallengeBody', 'platform', { enum: ['web', 'ios', 'android'] }],
  ['StartChallengeBody', 'deviceToken', { pattern: '^[A-Za-z0-9_-]{1,128}$' }],
  ['StartChallengeBody', 'humanCheck', { maxLength: 8_192 }],
  ['VerificationBody', 'code', { pattern: '^\\d{6}$' }],
  ['VerificationBody', 'client', { pattern: '^\\P{C}[\\P{C}\\u200C\\u200D]{0,63}$' }],
  ['RefreshBody', 'refreshToken', { pattern: '^[A-Za-z0-9_-]{1,128}$' }],
])('the description of the API says of %s.%s what is checked', async (name, field, limit) => {
  const { body } = await auth.call('GET', '/docs/json');
  const property = { type: 'string', ...limit };
  expect(body).toMatchObject({ components: { schemas: { [name]: { properties: { [field]: property } } } } });
});
