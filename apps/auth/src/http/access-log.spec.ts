import { ConsoleLogger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;
let lines: string[];

beforeEach(async () => {
  auth = await startAuthApp();
  lines = [];
  const keep = (...parts: unknown[]) => {
    lines.push(JSON.stringify(parts));
  };
  auth.app.useLogger(Object.assign(new ConsoleLogger(), { log: keep, warn: keep, error: keep }));
});

afterEach(() => auth.app.close());

describe('the logs of a sign-in', () => {
  it('name the route and the outcome of every request', async () => {
    const { challengeId, wrongCode } = await auth.start();
    await auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code: wrongCode });
    const last = lines.at(-1);
    expect(last).toContain('"route":"/v1/challenges/:id/verification"');
    expect(last).toContain('"status":422');
  });

  it('hold no challenge id, code, token or whole number, not even of a path that leads nowhere', async () => {
    const { challengeId, code } = await auth.start();
    auth.mock.failNext('invalid-request');
    await auth.start();
    await auth.call('GET', `/v2/challenges/${challengeId}?phone=${PHONE_NUMBER}`);
    const { challengeId: again, code: latest } = await auth.start();
    const { body } = await auth.call('POST', `/v1/challenges/${again}/verification`, { code: latest });
    await auth.call('GET', '/v1/account', undefined, String(body.accessToken));

    const logged = lines.join('\n');
    expect(logged).toContain('request answered');
    const secrets = [challengeId, again, code, latest, body.accessToken, body.refreshToken, PHONE_NUMBER];
    expect(secrets.filter((secret) => logged.includes(String(secret)))).toEqual([]);
  });
});
