import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describeOnPostgres } from '@standby/database/testing';
import { decodeProtectedHeader } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ROOT } from '../docs/page.js';
import { type RunningAuth, startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { AUTH_SECRET, openFamilies } from './families.js';

const run = promisify(execFile);
/** An instance goes by what it read of the keys for some seconds. */
const PATIENCE = { timeout: 15_000, interval: 100 };

describeOnPostgres('the commands for signing keys on PostgreSQL', (database) => {
  let auth: RunningAuth;
  let client: SignInClient;

  beforeEach(async () => {
    auth = await startAuth({ DATABASE_URL: database().url, AUTH_SECRET });
    client = new SignInClient(auth.url);
  });

  afterEach(() => auth.close());

  /** Lines of what a command prints. */
  const order = async (name: string, secret = AUTH_SECRET) => {
    const env = { PATH: process.env.PATH, DATABASE_URL: database().url, AUTH_SECRET: secret };
    const { stdout } = await run('npm', ['run', '--silent', name], { cwd: ROOT, env });
    return stdout.trimEnd().split('\n');
  };
  const replacements = async () => {
    const connection = await database().open();
    const rows = connection.selectFrom('audit_records').where('event', '=', 'signing-keys-replaced');
    return (await rows.select('record').execute()).map(({ record }) => record);
  };
  const published = async () => {
    const { keys } = (await client.get('/.well-known/jwks.json')).body;
    return Array.isArray(keys) ? keys.map(({ kid }) => kid) : [];
  };

  it('announce the next key while the service runs, once, and list it', async () => {
    const [present] = await published();
    const lines = await order('keys:rotate');
    expect(lines).toEqual([
      expect.stringMatching(/^[\w-]{43} {2}EdDSA {2}announced {3}signs from 2\d{3}-/),
      expect.stringMatching(/^[\w-]{43} {2}EdDSA {2}signing {5}signs from 2\d{3}-/),
    ]);
    expect(await order('keys:rotate')).toEqual(lines);
    expect(await order('keys:list')).toEqual(lines);
    const announced = lines[0]?.slice(0, 43);
    await expect.poll(published, PATIENCE).toEqual([announced, present]);
  });

  it('replace a key in wrong hands while the service runs: its tokens end, the sessions go on', async () => {
    const [family] = await openFamilies(await database().open(), 1);
    const { body } = await client.post('/v1/sessions/refresh', { refreshToken: family?.tokens[0] });
    const [stolen] = await published();
    expect(decodeProtectedHeader(String(body.accessToken)).kid).toBe(stolen);
    const [line = '', ...rest] = await order('keys:replace');
    expect(rest).toEqual([]);
    expect(await replacements()).toEqual([JSON.stringify({ kids: [stolen] })]);
    await expect.poll(published, PATIENCE).toEqual([line.slice(0, 43)]);
    expect((await client.get('/v1/sessions', body.accessToken)).status).toBe(401);
    const next = await client.post('/v1/sessions/refresh', { refreshToken: body.refreshToken });
    expect((await client.get('/v1/sessions', next.body.accessToken)).status).toBe(200);
  });

  it('make nothing under a secret that is not the service’s', async () => {
    const foreign = order('keys:rotate', 'Zr7mXb2LpQ9vKc4TnH6wYd1SfG8jEa3UoR5iOqWt0');
    await expect(foreign).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('AUTH_SECRET opens none'),
    });
    expect(await order('keys:list')).toHaveLength(1);
  });
});
