import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

describe('a field that need not be there', () => {
  it.each(['locale', 'platform', 'deviceToken', 'humanCheck'])('is left out by null: %s', async (name) => {
    const asked = await auth.call('POST', '/v1/challenges', { phoneNumber: '+447400900123', [name]: null });
    expect(asked.status).toBe(202);
  });

  it('is left out by null of a verification', async () => {
    const { challengeId, code } = await auth.start();
    const path = `/v1/challenges/${challengeId}/verification`;
    expect((await auth.call('POST', path, { code, client: null })).status).toBe(200);
  });
});
