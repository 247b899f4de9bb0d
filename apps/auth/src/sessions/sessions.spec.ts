import { DatabaseUnavailableError } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SigningKeys } from '../signing/signing-keys.js';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const signIn: AuthApp['signedIn'] = (...given) => auth.signedIn(...given);
const refresh = (refreshToken: unknown) => auth.call('POST', '/v1/sessions/refresh', { refreshToken });
const account = (token?: string) => auth.call('GET', '/v1/account', undefined, token);
const list = async (token: string) => {
  const { body } = await auth.call('GET', '/v1/sessions', undefined, token);
  return Array.isArray(body.sessions) ? body.sessions : [];
};
const signOut = (which: string, token: string) =>
  auth.call('DELETE', `/v1/sessions${which}`, undefined, token);
const noKeys = () => Promise.reject(new DatabaseUnavailableError('ECONNREFUSED'));
const REFUSED = { status: 401, body: { code: 'refresh-token-invalid' } };

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
    const { body, headers } = await auth.call('GET', '/.well-known/jwks.json');
    expect(body).toMatchObject({ keys: [{ kid: header.kid, kty: 'OKP', crv: 'Ed25519', use: 'sig' }] });
    expect(JSON.stringify(body)).not.toContain('"d"');
    expect(headers['cache-control']).toBe('public, max-age=300');
  });

  it('lets nobody keep for minutes that there are no keys just now', async () => {
    Object.assign(auth.app.get(SigningKeys), { publicKeys: noKeys });
    const { status, headers } = await auth.call('GET', '/.well-known/jwks.json');
    expect([status, headers['cache-control']]).toEqual([503, 'no-store']);
  });
});

describe('an access token', () => {
  it('is required, whole, and of our making', async () => {
    const { accessToken } = await signIn();
    const [header, payload] = accessToken.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of ['x', accessToken.slice(0, -2), `${header}.${payload}.`, unsigned]) {
      const answer = await account(token);
      expect(answer).toMatchObject({ status: 401, body: { code: 'access-token-invalid' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    }
    const answer = await account();
    expect(answer).toMatchObject({ status: 401, body: { code: 'access-token-invalid' } });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('lives fifteen minutes', async () => {
    const { accessToken } = await signIn();
    auth.clock.advance(899);
    expect((await account(accessToken)).status).toBe(200);
    auth.clock.advance(1);
    expect((await account(accessToken)).status).toBe(401);
  });
});

describe('a session that has lain unused for too long', () => {
  it('is over for its access tokens too, however long those would live', async () => {
    await auth.app.close();
    auth = await startAuthApp({ REFRESH_TOKEN_TTL_SECS: '60' });
    const { body } = await auth.signIn();
    expect(body.expiresIn).toBe(60);
    const { accessToken, refreshToken } = await signIn();
    auth.clock.advance(59);
    expect((await account(accessToken)).status).toBe(200);
    auth.clock.advance(1);
    expect(await refresh(refreshToken)).toMatchObject(REFUSED);
    expect((await account(accessToken)).status).toBe(401);
  });
});

describe('signing out', () => {
  it('here ends this session at once, and no other', async () => {
    const { accessToken, refreshToken } = await signIn();
    const other = await signIn();
    expect((await signOut('/current', accessToken)).status).toBe(204);
    expect((await account(accessToken)).status).toBe(401);
    expect(await refresh(refreshToken)).toMatchObject(REFUSED);
    expect((await account(other.accessToken)).status).toBe(200);
  });

  it('everywhere ends every session of the account, and none of another', async () => {
    const [one, other, stranger] = [await signIn(), await signIn(), await signIn('+447400900456')];
    expect((await signOut('', one.accessToken)).status).toBe(204);
    for (const { accessToken, refreshToken } of [one, other]) {
      expect((await account(accessToken)).status).toBe(401);
      expect(await refresh(refreshToken)).toMatchObject(REFUSED);
    }
    expect((await account(stranger.accessToken)).status).toBe(200);
  });

  it('everywhere makes strangers of the devices of the account', async () => {
    const { deviceToken, accessToken } = (await auth.signIn()).body;
    await auth.signIn(PHONE_NUMBER, { deviceToken });
    expect((await signOut('', String(accessToken))).status).toBe(204);
    expect((await auth.signIn(PHONE_NUMBER, { deviceToken })).body).toHaveProperty('deviceToken');
  });

  it('of one session ends that one, if it is one’s own', async () => {
    const [one, other, stranger] = [await signIn(), await signIn(), await signIn('+447400900456')];
    const [{ id: theirs }] = await list(stranger.accessToken);
    const { id } = (await list(one.accessToken)).find(({ current }) => !current);
    const missing = { status: 404, body: { code: 'session-not-found' } };
    for (const unknown of [theirs, 'x', '%00', '11111111-1111-4111-8111-111111111111'])
      expect(await signOut(`/${unknown}`, one.accessToken)).toMatchObject(missing);
    expect((await signOut(`/${id}`, one.accessToken)).status).toBe(204);
    expect(await signOut(`/${id}`, one.accessToken)).toMatchObject(missing);
    expect((await account(other.accessToken)).status).toBe(401);
    expect((await account(one.accessToken)).status).toBe(200);
    expect((await account(stranger.accessToken)).status).toBe(200);
  });

  it('and the list of sessions are for those who are signed in', async () => {
    for (const [method, url] of [
      ['GET', '/v1/sessions'],
      ['DELETE', '/v1/sessions'],
      ['DELETE', '/v1/sessions/current'],
      ['DELETE', '/v1/sessions/11111111-1111-4111-8111-111111111111'],
    ] as const)
      expect((await auth.call(method, url)).status).toBe(401);
  });
});

describe('the list of sessions', () => {
  it('shows when and where an account is signed in, and no secret', async () => {
    const phone = await signIn(PHONE_NUMBER, 'Pixel 9');
    const signedInAt = new Date(auth.clock.now()).toISOString();
    auth.clock.advance(60);
    const here = await signIn();
    auth.clock.advance(60);
    const payload = { refreshToken: here.refreshToken };
    const remoteAddress = '203.0.113.77';
    await auth.app.inject({ method: 'POST', url: '/v1/sessions/refresh', payload, remoteAddress });
    const sessions = await list(here.accessToken);
    expect(sessions).toEqual([
      {
        id: expect.any(String),
        createdAt: expect.any(String),
        lastUsedAt: new Date(auth.clock.now()).toISOString(),
        expiresAt: expect.any(String),
        current: true,
        network: '203.0.113.0/24',
      },
      {
        id: expect.any(String),
        createdAt: signedInAt,
        lastUsedAt: signedInAt,
        expiresAt: expect.any(String),
        current: false,
        client: 'Pixel 9',
        network: '127.0.0.0/24',
      },
    ]);
    const stored = JSON.stringify(sessions);
    for (const secret of [phone.refreshToken, phone.refreshToken.slice(0, 24), remoteAddress])
      expect(stored).not.toContain(secret);
  });

  it('takes a name of a client, and no text that would break a page', async () => {
    const { challengeId, code } = await auth.start();
    for (const client of ['', 'a\nb', 'x'.repeat(65), 7])
      expect(
        await auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code, client }),
      ).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });

  it('shows the name of a client as it was given, in any script', async () => {
    const client = 'گوشی\u200Cمن';
    const { accessToken } = await signIn(PHONE_NUMBER, client);
    expect(await list(accessToken)).toMatchObject([{ client }]);
  });
});
