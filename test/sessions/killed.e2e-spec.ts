import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describeOnEachDatabase } from '@standby/database/testing';
import { expect, it } from 'vitest';
import { freePort } from '../support/free-ports.js';
import { startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { watchOutput } from '../support/watch-output.js';
import { AUTH_SECRET, openFamilies, REFRESH_GRACE_SECS } from './families.js';

const SCRIPT = join(import.meta.dirname, 'dies-before-answering.ts');

/** Refreshes at a process that stores it, dies, and says nothing; resolves with the signal it died of. */
async function refreshAndDie(databaseUrl: string, refreshToken: string): Promise<unknown> {
  const port = await freePort();
  const variables = {
    DATABASE_URL: databaseUrl,
    AUTH_SECRET,
    REFRESH_GRACE_SECS,
    NODE_ENV: 'test',
    LOG_LEVEL: 'trace',
    PORT: `${port}`,
  };
  const dying = spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env.PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  watchOutput(dying, variables);
  const ended = once(dying, 'close');
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  dying.stdout.on('data', (chunk) => String(chunk).includes('listens') && resolve());
  await listening;
  const asked = new SignInClient(`http://127.0.0.1:${port}`).post('/v1/sessions/refresh', { refreshToken });
  await expect(asked).rejects.toThrow('fetch failed');
  const [, signal] = await ended;
  return signal;
}

describeOnEachDatabase('a process that is killed between storing a refresh and answering it', (database) => {
  it('leaves a session that the next try of its client continues, at another process', async () => {
    const connection = await database().open();
    const [family] = await openFamilies(connection, 1);
    const [refreshToken = ''] = family?.tokens ?? [];
    expect(await refreshAndDie(database().url, refreshToken)).toBe('SIGKILL');
    const stored = await connection.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
    expect(stored).toMatchObject({ status: 'live', sealed_token: expect.any(String) });

    const auth = await startAuth({ DATABASE_URL: database().url, AUTH_SECRET, REFRESH_GRACE_SECS });
    const client = new SignInClient(auth.url);
    const again = await client.post('/v1/sessions/refresh', { refreshToken });
    expect(again.status).toBe(200);
    expect((await client.get('/v1/sessions', again.body.accessToken)).status).toBe(200);
    const next = await client.post('/v1/sessions/refresh', { refreshToken: again.body.refreshToken });
    expect(next.status).toBe(200);
    expect(await connection.selectFrom('sessions').select('token_digest').executeTakeFirst()).not.toEqual({
      token_digest: stored.token_digest,
    });
    await auth.close();
  });
});
