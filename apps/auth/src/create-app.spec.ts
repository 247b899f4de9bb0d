import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from './create-app.js';
import { type AuthApp, startAuthApp } from './testing/auth-app.js';

let directory: string;
const started: AuthApp[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'standby-auth-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(({ app }) => app.close()));
  rmSync(directory, { recursive: true });
});

const start = async () => {
  const auth = await startAuthApp({ DATABASE_URL: `sqlite:${join(directory, 'standby.sqlite')}` });
  started.push(auth);
  return auth;
};

describe('createApp', () => {
  it('boots by itself on the mock, shows its outbox and describes its API', async () => {
    const app = await createApp({ NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' });
    const payload = { phoneNumber: '+447400900123' };
    await app.inject({ method: 'POST', url: '/v1/challenges', payload });
    const outbox = await app.inject({ url: '/dev/outbox' });
    expect(outbox.json()).toEqual([{ to: payload.phoneNumber, text: expect.stringMatching(/\d{6}/) }]);

    const { paths, components } = (await app.inject({ url: '/docs/json' })).json();
    expect(Object.keys(paths)).toContain('/v1/challenges/{id}/verification');
    expect(Object.keys(components.schemas)).toContain('ProblemBody');
    const { responses } = paths['/v1/challenges'].post;
    expect(responses[408].description).toContain('request-timeout');
    expect(Object.keys(responses[429].headers)).toEqual(['Retry-After']);
    expect(Object.keys(paths['/v1/account'].get.responses[401].headers)).toEqual(['WWW-Authenticate']);
    await app.close();
  });

  it('has no outbox in production, beside providers that really send', async () => {
    const app = await createApp({
      NODE_ENV: 'production',
      LOG_LEVEL: 'silent',
      DATABASE_URL: 'sqlite::memory:',
      AUTH_SECRET: randomBytes(32).toString('base64'),
      SMS_PROVIDER: 'failover',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_FROM_NUMBER: '+15005550006',
      AWS_REGION: 'eu-west-1',
      SMS_PROBE_INTERVAL_SECS: '0',
      ALLOWED_COUNTRIES: 'GB, US',
    });
    expect((await app.inject({ url: '/dev/outbox' })).statusCode).toBe(404);
    expect((await app.inject({ url: '/health' })).json()).toMatchObject({
      details: { twilio: { status: 'up' }, 'aws-sns': { status: 'up' } },
    });
    await app.close();
  });

  it('takes a secret from the file that is named for it', async () => {
    const AUTH_SECRET_FILE = join(directory, 'secret');
    await expect(createApp({ AUTH_SECRET_FILE })).rejects.toThrow(/AUTH_SECRET_FILE/);
    writeFileSync(AUTH_SECRET_FILE, 'weak');
    await expect(createApp({ AUTH_SECRET_FILE })).rejects.toThrow(/AUTH_SECRET is shorter/);
  });

  it('refuses an unusable environment before it opens anything', async () => {
    await expect(createApp({ PORT: 'abc' })).rejects.toThrow(/PORT/);
  });
});

describe('a restart', () => {
  it('keeps challenges, sessions and the signing key', async () => {
    const before = await start();
    const signedIn = await before.start();
    const url = `/v1/challenges/${signedIn.challengeId}/verification`;
    const { body } = await before.call('POST', url, { code: signedIn.code });
    const pending = await before.start();
    await before.app.close();

    const after = await start();
    expect((await after.call('GET', '/v1/account', undefined, String(body.accessToken))).status).toBe(200);
    expect(
      (await after.call('POST', '/v1/sessions/refresh', { refreshToken: body.refreshToken })).status,
    ).toBe(200);
    after.clock.advance(60);
    await after.call('POST', `/v1/challenges/${pending.challengeId}/resend`);
    expect(after.latestCode()).toBe(pending.code);
    const verified = await after.call('POST', `/v1/challenges/${pending.challengeId}/verification`, {
      code: pending.code,
    });
    expect(verified.status).toBe(200);
  });
});

describe('health', () => {
  it('tells of the database, of sending and of each provider, and sends nothing', async () => {
    const auth = await start();
    const { status, body } = await auth.call('GET', '/health');
    expect(status).toBe(200);
    expect(Object.keys(Object(body.details))).toEqual(expect.arrayContaining(['database', 'sms', 'mock']));
    expect((await auth.call('GET', '/health/ready')).status).toBe(200);
    expect((await auth.call('GET', '/health/live')).status).toBe(200);
    expect(auth.mock.messages).toHaveLength(0);
  });

  it('fails when no provider can send', async () => {
    const auth = await start();
    auth.mock.failNext('misconfigured');
    await auth.start();
    const { status, body } = await auth.call('GET', '/health');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'error',
      error: { sms: { status: 'down' }, mock: { status: 'down' } },
    });
    expect((await auth.call('GET', '/health/ready')).status).toBe(200);
  });
});
