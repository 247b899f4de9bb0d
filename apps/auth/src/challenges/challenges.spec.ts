import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp();
});

afterEach(() => auth.app.close());

const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
const resend = (challengeId: string) => auth.call('POST', `/v1/challenges/${challengeId}/resend`);
const rows = () => auth.app.get<Database>(DATABASE).selectFrom('challenges').selectAll().execute();

describe('asking for a code', () => {
  it('sends it to the normalised number and tells how long it lives', async () => {
    const { status, body } = await auth.call('POST', '/v1/challenges', { phoneNumber: '+44 (7400) 900-123' });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      expiresAt: new Date(auth.clock.now() + 300_000).toISOString(),
      resendAfter: 60,
    });
    expect(auth.mock.messages.map(({ to }) => to.e164)).toEqual([PHONE_NUMBER]);
    expect(auth.mock.messages[0]?.text).toContain('5 min');
  });

  it('keeps neither the id nor the code in readable form', async () => {
    const { challengeId, code } = await auth.start();
    const stored = JSON.stringify(await rows());
    expect(stored).not.toContain(challengeId);
    expect(stored).not.toContain(code);
  });

  it('ends the older code only when the newer message was accepted', async () => {
    const first = await auth.start();
    auth.mock.failNext('invalid-recipient');
    expect((await auth.call('POST', '/v1/challenges', { phoneNumber: PHONE_NUMBER })).status).toBe(422);
    expect(await rows()).toHaveLength(1);

    const second = await auth.start();
    expect((await verify(first.challengeId, first.code)).body).toMatchObject({
      code: 'challenge-superseded',
    });
    expect((await verify(second.challengeId, second.code)).status).toBe(200);
  });

  it.each([
    ['opted-out', 422, 'recipient-opted-out', undefined],
    ['fraud-blocked', 403, 'destination-blocked', undefined],
    ['invalid-request', 503, 'sms-unavailable', '30'],
    ['misconfigured', 503, 'sms-unavailable', '5'],
  ] as const)('answers a provider that says %s with %i %s', async (kind, status, code, retryAfter) => {
    auth.mock.failNext(kind);
    const answer = await auth.call('POST', '/v1/challenges', { phoneNumber: PHONE_NUMBER });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers['retry-after']).toBe(retryAfter);
  });
});

describe('verifying', () => {
  it('consumes the code once, of fifty at the same moment', async () => {
    const { challengeId, code } = await auth.start();
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(challengeId, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await verify(challengeId, code)).body).toMatchObject({ code: 'challenge-consumed' });
    expect(await rows()).toMatchObject([{ sealed_code: null }]);
  });

  it('counts wrong codes down, and then refuses the right one', async () => {
    const { challengeId, code, wrongCode } = await auth.start();
    for (const attemptsLeft of [2, 1, 0]) {
      const { status, body } = await verify(challengeId, wrongCode);
      expect({ status, body }).toMatchObject({ status: 422, body: { code: 'code-incorrect', attemptsLeft } });
    }
    expect(await verify(challengeId, code)).toMatchObject({
      status: 410,
      body: { code: 'challenge-exhausted' },
    });
    expect(await rows()).toMatchObject([{ sealed_code: null }]);
  });

  it('looks at no more wrong codes than there are attempts, of fifty at the same moment', async () => {
    const { challengeId, wrongCode } = await auth.start();
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(challengeId, wrongCode)));
    expect(answers.filter(({ body }) => body.code === 'code-incorrect')).toHaveLength(3);
    expect(answers.filter(({ body }) => body.code === 'challenge-exhausted')).toHaveLength(47);
  });

  it('refuses a code after its time', async () => {
    const { challengeId, code } = await auth.start();
    auth.clock.advance(300);
    expect(await verify(challengeId, code)).toMatchObject({
      status: 410,
      body: { code: 'challenge-expired' },
    });
  });

  it('answers unknown and malformed ids alike', async () => {
    const unknown = await verify('A'.repeat(43), '000000');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'challenge-not-found' } });
    expect((await verify('no-such', '000000')).body).toEqual(unknown.body);
    expect((await resend('%00')).body).toEqual(unknown.body);
  });
});

describe('resending', () => {
  it('goes through another provider each time', async () => {
    await auth.app.close();
    auth = await startAuthApp({
      SMS_PROVIDER: 'failover',
      SMS_FAILOVER_ORDER: 'mock,twilio',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_FROM_NUMBER: '+15005550006',
    });
    const { challengeId } = await auth.start();
    const carried = () => [auth.mock.messages.length, auth.twilio.messages.length];
    expect(carried()).toEqual([1, 0]);
    auth.clock.advance(60);
    await resend(challengeId);
    expect(carried()).toEqual([1, 1]);
    auth.clock.advance(60);
    await resend(challengeId);
    expect(carried()).toEqual([2, 1]);
  });

  it('has to wait, and then sends the same code once, of two at the same moment', async () => {
    const { challengeId, code } = await auth.start();
    const early = await resend(challengeId);
    expect(early).toMatchObject({ status: 429, body: { code: 'resend-too-soon' } });
    expect(early.headers['retry-after']).toBe('60');

    auth.clock.advance(60);
    const statuses = (await Promise.all([resend(challengeId), resend(challengeId)])).map(
      ({ status }) => status,
    );
    expect(new Set(statuses)).toEqual(new Set([202, 429]));
    expect(auth.mock.messages).toHaveLength(2);
    expect(auth.latestCode()).toBe(code);
  });

  it('may be tried again at once when no provider accepted it', async () => {
    const { challengeId } = await auth.start();
    auth.clock.advance(60);
    auth.mock.failNext('invalid-request');
    expect((await resend(challengeId)).status).toBe(503);
    expect((await resend(challengeId)).status).toBe(202);
  });

  it('does not revive a code that was used', async () => {
    const { challengeId, code } = await auth.start();
    await verify(challengeId, code);
    auth.clock.advance(60);
    expect(await resend(challengeId)).toMatchObject({ status: 410, body: { code: 'challenge-consumed' } });
    expect(auth.mock.messages).toHaveLength(1);
  });

  it('is over for a code sealed under a secret that has changed since', async () => {
    const { challengeId } = await auth.start();
    await auth.app
      .get<Database>(DATABASE)
      .updateTable('challenges')
      .set({ sealed_code: 'v1.0000000000000000.AAAA' })
      .execute();
    auth.clock.advance(60);
    expect(await resend(challengeId)).toMatchObject({ status: 410, body: { code: 'challenge-superseded' } });
    expect((await rows())[0]).toMatchObject({ status: 'superseded', sealed_code: null });
    expect(auth.mock.messages).toHaveLength(1);
  });
});
