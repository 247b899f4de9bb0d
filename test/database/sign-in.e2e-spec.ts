import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newPostgresDatabase, postgresForTests, type ScratchDatabase } from '@standby/database/testing';
import { MOCK_PROVIDER, MockProvider } from '@standby/sms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authInProcess } from '../support/auth-in-process.js';
import { codeIn } from '../support/code-in.js';
import { SignInClient } from '../support/sign-in-client.js';
import { PostgresServer } from './postgres-server.js';

const POSTGRES = await postgresForTests();
const NUMBER = '+447400123456';

/** An instance of the service; a load balancer would choose one for each request. */
interface Instance {
  readonly app: NestFastifyApplication;
  readonly client: SignInClient;
}

describe.skipIf(POSTGRES.status === 'absent')('a sign-in on PostgreSQL', () => {
  const mock = new MockProvider();
  let server: PostgresServer;
  let scratch: ScratchDatabase;
  let one: Instance;
  let other: Instance;

  const startInstance = async (): Promise<Instance> => {
    const variables = {
      DATABASE_URL: scratch.url,
      AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
      RESEND_AFTER_SECS: '1',
      // One address asks for all.
      QUOTAS: 'off',
    };
    const app = await authInProcess(variables, [MOCK_PROVIDER, mock]);
    await app.listen(0, '127.0.0.1');
    return { app, client: new SignInClient(await app.getUrl()) };
  };
  const latestCode = () => codeIn(mock.messages.at(-1)?.text);

  beforeAll(async () => {
    server = await PostgresServer.start();
    scratch = await newPostgresDatabase(server.url);
    [one, other] = await Promise.all([startInstance(), startInstance()]);
  });

  afterAll(async () => {
    await Promise.all([one.app.close(), other.app.close()]);
    await scratch.remove();
    await server.stop();
  });

  it('goes on where it was when the server comes back, on whichever instance', async () => {
    const asked = await one.client.ask(NUMBER);
    expect(asked.status).toBe(202);
    const code = latestCode();

    await server.crash();
    const refused = await one.client.verify(asked.body.challengeId, code);
    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await other.client.ask(NUMBER)).status).toBe(503);
    expect(mock.messages).toHaveLength(1);
    for (const path of ['/health', '/health/ready']) {
      const health = await one.client.get(path);
      expect(health).toMatchObject({ status: 503, body: { error: { database: { status: 'down' } } } });
      expect(JSON.stringify(health.body)).not.toContain(new URL(scratch.url).password);
    }
    expect((await one.client.get('/health/live')).status).toBe(200);
    await server.startAgain();

    expect((await one.client.get('/health/ready')).status).toBe(200);
    const signedIn = await other.client.verify(asked.body.challengeId, code);
    expect(signedIn).toMatchObject({ status: 200, body: { account: { phoneNumber: NUMBER } } });
    const twice = await one.client.verify(asked.body.challengeId, code);
    expect(twice).toMatchObject({ status: 410, body: { code: 'challenge-consumed' } });

    const { refreshToken, accessToken } = signedIn.body;
    expect((await one.client.get('/v1/account', accessToken)).status).toBe(200);
    await server.crash();
    expect((await one.client.post('/v1/sessions/refresh', { refreshToken })).status).toBe(503);
    expect((await one.client.get('/v1/account', accessToken)).status).toBe(503);
    await server.startAgain();
    const refreshed = await one.client.post('/v1/sessions/refresh', { refreshToken });
    expect(refreshed.status).toBe(200);
    const again = await other.client.post('/v1/sessions/refresh', { refreshToken });
    expect(again.body.refreshToken).toBe(refreshed.body.refreshToken);
    expect((await one.client.get('/v1/account', again.body.accessToken)).status).toBe(200);
  });

  it('takes a code once, of however many who know it, on both instances at once', async () => {
    const { body } = await one.client.ask('+447400900123');
    const code = latestCode();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 === 0 ? one : other).client.verify(body.challengeId, code),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 410]));
  });

  it('takes the name of a key that PostgreSQL cannot hold for a token of somebody else', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: '\0' })).toString(
      'base64url',
    );
    expect((await one.client.get('/v1/account', `${header}.e30.AA`)).status).toBe(401);
  });
});
