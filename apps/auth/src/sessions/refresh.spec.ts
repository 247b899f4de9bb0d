import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { SessionSweep } from './session-sweep.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const signIn = () => auth.signedIn();
const refresh = (refreshToken: unknown) => auth.call('POST', '/v1/sessions/refresh', { refreshToken });
const account = (token?: string) => auth.call('GET', '/v1/account', undefined, token);
const list = async (token: string) => {
  const { body } = await auth.call('GET', '/v1/sessions', undefined, token);
  return Array.isArray(body.sessions) ? body.sessions : [];
};
const REFUSED = { status: 401, body: { code: 'refresh-token-invalid' } };

describe('the sweep', () => {
  it('forgets the sessions that are over, and erases sealed tokens after the grace', async () => {
    const sweep = auth.app.get(SessionSweep);
    await signIn();
    auth.clock.advance(2_592_000 + 3_600);
    const { refreshToken, accessToken } = await signIn();
    const next = await refresh(refreshToken);
    await sweep.sweep();
    expect(await list(accessToken)).toHaveLength(1);
    expect((await refresh(refreshToken)).body.refreshToken).toBe(next.body.refreshToken);
    auth.clock.advance(90);
    await sweep.sweep();
    const rows = await auth.app
      .get<Database>(DATABASE)
      .selectFrom('sessions')
      .select('sealed_token')
      .execute();
    expect(rows).toEqual([{ sealed_token: null }]);
    expect((await refresh(next.body.refreshToken)).status).toBe(200);
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

  it('gets the same new one again while the grace lasts, and then ends the session', async () => {
    const first = await signIn();
    const { body: second } = await refresh(first.refreshToken);
    auth.clock.advance(29);
    const again = await refresh(first.refreshToken);
    expect(again).toMatchObject({ status: 200, body: { refreshToken: second.refreshToken } });
    auth.clock.advance(1);
    const late = await refresh(first.refreshToken);
    expect(late).toMatchObject(REFUSED);
    expect(late.headers['www-authenticate']).toBe('Bearer');
    expect(await refresh(second.refreshToken)).toMatchObject(REFUSED);
    expect((await account(String(again.body.accessToken))).status).toBe(401);
  });

  it('ends the session once the one that replaced it was used, grace or not', async () => {
    const first = await signIn();
    const { body: second } = await refresh(first.refreshToken);
    const { body: third } = await refresh(second.refreshToken);
    expect(await refresh(first.refreshToken)).toMatchObject(REFUSED);
    expect(await refresh(third.refreshToken)).toMatchObject(REFUSED);
    expect((await account(String(third.accessToken))).status).toBe(401);
  });

  it('gives the same to many at the same moment', async () => {
    const { refreshToken } = await signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
  });

  it('lives thirty days, and an unknown one never worked', async () => {
    const { refreshToken } = await signIn();
    auth.clock.advance(2_592_000);
    const expired = await refresh(refreshToken);
    expect(expired).toMatchObject(REFUSED);
    for (const unknown of ['A'.repeat(43), 'A'.repeat(64)])
      expect((await refresh(unknown)).body).toEqual(expired.body);
  });
});

describe('a session', () => {
  it('ends at its age, however much it is used, and so do its access tokens', async () => {
    await auth.app.close();
    auth = await startAuthApp({ SESSION_MAX_AGE_SECS: '1000' });
    const { refreshToken } = await signIn();
    auth.clock.advance(600);
    const { body } = await refresh(refreshToken);
    expect(body.expiresIn).toBe(400);
    auth.clock.advance(399);
    expect((await account(String(body.accessToken))).status).toBe(200);
    auth.clock.advance(1);
    expect((await account(String(body.accessToken))).status).toBe(401);
    expect(await refresh(body.refreshToken)).toMatchObject(REFUSED);
  });
});
