import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';
import { SessionSweep } from './session-sweep.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const signIn = async () => {
  const { challengeId, code } = await auth.start();
  const { body } = await auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
  return {
    accessToken: String(body.accessToken),
    refreshToken: String(body.refreshToken),
    account: body.account,
  };
};
const refresh = (refreshToken: unknown) => auth.call('POST', '/v1/sessions/refresh', { refreshToken });
const account = (token?: string) => auth.call('GET', '/v1/account', undefined, token);

describe('signing in', () => {
  it('opens the same account each time', async () => {
    const first = await signIn();
    auth.clock.advance(1);
    const second = await signIn();
    expect(second.account).toEqual(first.account);
    const { body } = await account(second.accessToken);
    expect(body).toEqual(first.account);
    expect(body).toMatchObject({ phoneNumber: PHONE_NUMBER });
  });

  it('gives tokens that others can check with the published key', async () => {
    const { accessToken } = await signIn();
    const header = JSON.parse(Buffer.from(accessToken.split('.')[0] ?? '', 'base64url').toString());
    const { body } = await auth.call('GET', '/.well-known/jwks.json');
    expect(body).toMatchObject({ keys: [{ kid: header.kid, kty: 'OKP', crv: 'Ed25519', use: 'sig' }] });
    expect(JSON.stringify(body)).not.toContain('"d"');
  });
});

describe('an access token', () => {
  it('is required, whole, and of our making', async () => {
    const { accessToken } = await signIn();
    const [header, payload] = accessToken.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of [undefined, 'x', accessToken.slice(0, -2), `${header}.${payload}.`, unsigned]) {
      const answer = await account(token);
      expect(answer).toMatchObject({ status: 401, body: { code: 'access-token-invalid' } });
      expect(answer.headers['www-authenticate']).toContain('Bearer');
    }
  });

  it('lives fifteen minutes', async () => {
    const { accessToken } = await signIn();
    auth.clock.advance(899);
    expect((await account(accessToken)).status).toBe(200);
    auth.clock.advance(1);
    expect((await account(accessToken)).status).toBe(401);
  });

  it('ends with its session', async () => {
    const { accessToken, refreshToken } = await signIn();
    const other = await signIn();
    expect((await auth.call('DELETE', '/v1/sessions/current', undefined, accessToken)).status).toBe(204);
    expect((await account(accessToken)).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await account(other.accessToken)).status).toBe(200);
  });
});

describe('the sweep', () => {
  it('forgets expired tokens and the sessions they leave, and no others', async () => {
    const database = auth.app.get<Database>(DATABASE);
    const sweep = auth.app.get(SessionSweep);
    await signIn();
    auth.clock.advance(2_592_000);
    const { refreshToken } = await signIn();
    await sweep.sweep();
    expect(await database.selectFrom('sessions').select('status').execute()).toHaveLength(1);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});

describe('a refresh token', () => {
  it('is traded for a new pair', async () => {
    const first = await signIn();
    const { status, body } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(body.refreshToken).not.toBe(first.refreshToken);
    expect((await account(String(body.accessToken))).status).toBe(200);
    expect((await refresh(body.refreshToken)).status).toBe(200);
  });

  it('ends the session when it is used again', async () => {
    const first = await signIn();
    const { body: second } = await refresh(first.refreshToken);
    expect(await refresh(first.refreshToken)).toMatchObject({
      status: 401,
      body: { code: 'refresh-token-invalid' },
    });
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect((await account(String(second.accessToken))).status).toBe(401);
  });

  it('works for at most one of many at the same moment', async () => {
    const { refreshToken } = await signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('lives thirty days, and an unknown one never worked', async () => {
    const { refreshToken } = await signIn();
    auth.clock.advance(2_592_000);
    const expired = await refresh(refreshToken);
    expect(expired).toMatchObject({ status: 401, body: { code: 'refresh-token-invalid' } });
    expect((await refresh('A'.repeat(43))).body).toEqual(expired.body);
  });
});
