import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAuth, startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { LossyProxy } from './lossy-proxy.js';

const NUMBER = '+447400123456';

let auth: RunningAuth;
let client: SignInClient;

beforeEach(async () => {
  auth = await startAuth({});
  client = new SignInClient(auth.url);
});

afterEach(() => auth.close());

/** Signs in with the code in the outbox of the mock. */
async function signIn(name?: string): Promise<{ accessToken: unknown; refreshToken: unknown }> {
  const asked = await client.ask(NUMBER);
  const outbox = JSON.stringify((await client.get('/dev/outbox')).body);
  const code = /\b\d{6}\b/.exec(outbox)?.[0];
  const path = `/v1/challenges/${String(asked.body.challengeId)}/verification`;
  const { accessToken, refreshToken } = (await client.post(path, { code, client: name })).body;
  return { accessToken, refreshToken };
}

const refresh = (refreshToken: unknown, by = client) => by.post('/v1/sessions/refresh', { refreshToken });
const bearer = (accessToken: unknown) => ({ authorization: `Bearer ${String(accessToken)}` });
const remove = (path: string, accessToken: unknown) =>
  fetch(`${auth.url}${path}`, { method: 'DELETE', headers: bearer(accessToken) });

describe('two tabs that share a session', () => {
  it('refresh at the same moment, get the same token, and go on with it in turns', async () => {
    const { refreshToken } = await signIn();
    const tabs = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(tabs.map(({ status }) => status)).toEqual([200, 200]);
    const [shared, same] = tabs.map(({ body }) => body.refreshToken);
    expect(same).toBe(shared);
    for (const { body } of tabs)
      expect((await client.get('/v1/sessions', body.accessToken)).status).toBe(200);

    const second = await refresh(shared);
    const late = await refresh(shared);
    expect(late.body.refreshToken).toBe(second.body.refreshToken);
    expect((await refresh(late.body.refreshToken)).status).toBe(200);
  });
});

describe('a client whose answer is lost on the way', () => {
  it('asks again with the token it has, and is signed in as if nothing had happened', async () => {
    const { refreshToken } = await signIn();
    const proxy = await LossyProxy.before(auth.url);
    const behind = new SignInClient(proxy.url);
    proxy.loseNextAnswer();
    await expect(refresh(refreshToken, behind)).rejects.toThrow('fetch failed');
    proxy.loseNextAnswer();
    await expect(refresh(refreshToken, behind)).rejects.toThrow('fetch failed');
    const third = await refresh(refreshToken, behind);
    expect(third.status).toBe(200);
    expect((await client.get('/v1/sessions', third.body.accessToken)).status).toBe(200);
    expect((await refresh(third.body.refreshToken, behind)).status).toBe(200);
    await proxy.close();
  });
});

describe('a thief with a copied token', () => {
  it('gets nothing once its owner has gone on, and the owner has to sign in again', async () => {
    const { refreshToken: copied } = await signIn();
    const { body: owner } = await refresh(copied);
    const { body: gone } = await refresh(owner.refreshToken);
    const thief = await refresh(copied);
    expect(thief).toMatchObject({ status: 401, body: { code: 'refresh-token-invalid' } });
    expect(thief.headers.get('www-authenticate')).toBe('Bearer');
    expect((await refresh(gone.refreshToken)).status).toBe(401);
    expect((await client.get('/v1/sessions', gone.accessToken)).status).toBe(401);
  });
});

describe('a person with two devices', () => {
  it('sees both, signs one out from the other, and then everything', async () => {
    const phone = await signIn('Pixel 9');
    const laptop = await signIn('Firefox on Linux');
    const listed = await fetch(`${auth.url}/v1/sessions`, { headers: bearer(laptop.accessToken) });
    const { sessions }: { sessions: { id: string; client: string; current: boolean }[] } = JSON.parse(
      await listed.text(),
    );
    const byName = new Map(sessions.map((session) => [session.client, session]));
    expect(byName.get('Firefox on Linux')).toMatchObject({ current: true });
    expect(byName.get('Pixel 9')).toMatchObject({ current: false });

    expect((await remove(`/v1/sessions/${byName.get('Pixel 9')?.id}`, laptop.accessToken)).status).toBe(204);
    expect((await client.get('/v1/sessions', phone.accessToken)).status).toBe(401);
    expect((await remove('/v1/sessions', laptop.accessToken)).status).toBe(204);
    expect((await refresh(laptop.refreshToken)).status).toBe(401);
  });
});
