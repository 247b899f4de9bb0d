import { afterEach, describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';
import { MetricsConfig } from './metrics.config.js';
import { ScraperCheck } from './scraper-check.js';

const TOKEN = 'scrape-token-for-tests-only-471193';
let auth: AuthApp;

afterEach(() => auth?.app.close());

const scrape = (headers: Record<string, string> = {}) => auth.app.inject({ url: '/metrics', headers });

describe('/metrics', () => {
  it('shows what became of a sign-in, and nothing of whom it concerned', async () => {
    auth = await startAuthApp();
    const { challengeId, code, wrongCode } = await auth.start();
    const url = `/v1/challenges/${challengeId}/verification`;
    await auth.call('POST', url, { code: wrongCode });
    const { body } = await auth.call('POST', url, { code });
    const { headers, body: shown } = await scrape();
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const route = 'route="/v1/challenges/:id/verification"';
    for (const line of [
      'standby_auth_events_total{event="challenge-sent",reason="none"} 1',
      'standby_auth_events_total{event="code-wrong",reason="none"} 1',
      'standby_auth_events_total{event="challenge-verified",reason="none"} 1',
      'standby_sms_accepted_total{provider="mock",country="GB"} 1',
      'standby_sms_codes_total{provider="mock",country="GB",outcome="verified"} 1',
      'standby_sms_circuit_state{provider="mock",state="closed"} 1',
      `standby_http_request_duration_seconds_count{method="POST",${route},status="200"} 1`,
      `standby_http_request_duration_seconds_count{method="POST",${route},status="422"} 1`,
    ])
      expect(shown.split('\n')).toContain(line);
    const secrets = [challengeId, code, String(body.accessToken), String(body.refreshToken), PHONE_NUMBER];
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it('counts a refusal by the code of its problem', async () => {
    auth = await startAuthApp();
    await auth.call('POST', '/v1/challenges', { phoneNumber: '+442079460123' });
    expect((await scrape()).body).toContain(
      'standby_auth_events_total{event="challenge-refused",reason="phone-number-not-mobile"} 1',
    );
  });

  it('has one series for all that has no route', async () => {
    auth = await startAuthApp();
    await auth.call('GET', '/strange/one');
    await auth.call('GET', '/strange/two');
    expect((await scrape()).body).toContain(
      'standby_http_request_duration_seconds_count{method="GET",route="none",status="404"} 2',
    );
  });

  it('is there for who shows the token, and for others as if it were not', async () => {
    auth = await startAuthApp({ METRICS_TOKEN: TOKEN });
    expect((await scrape({ authorization: `Bearer ${TOKEN}` })).statusCode).toBe(200);
    const refused = await Promise.all([
      scrape(),
      scrape({ authorization: `Bearer ${TOKEN}x` }),
      scrape({ authorization: `Basic ${TOKEN}` }),
      scrape({ authorization: TOKEN }),
    ]);
    for (const answer of refused) {
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'not-found' });
    }
  });
});

it('in production nobody reads the metrics without a token', () => {
  const production = Object.assign(new AppConfig(), { NODE_ENV: 'production' });
  expect(new ScraperCheck(new MetricsConfig(), production).mayRead(undefined)).toBe(false);
  expect(new ScraperCheck(new MetricsConfig(), production).mayRead('Bearer anything')).toBe(false);
  expect(new ScraperCheck(new MetricsConfig(), new AppConfig()).mayRead(undefined)).toBe(true);
});
