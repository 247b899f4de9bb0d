import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

const ENFORCED = { QUOTAS: 'enforce', TRUSTED_PROXIES: '1' };

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp(ENFORCED);
});

afterEach(() => auth.app.close());

const ask = (phoneNumber = PHONE_NUMBER) => auth.call('POST', '/v1/challenges', { phoneNumber });
const verify = (challengeId: string, code: string) =>
  auth.call('POST', `/v1/challenges/${challengeId}/verification`, { code });
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status);
const inTurn = async (count: number, call: (index: number) => Promise<Answer>) => {
  const answers: Answer[] = [];
  for (let index = 0; index < count; index += 1) answers.push(await call(index));
  return answers;
};
/** A code for a challenge that is not there, through a proxy to which the client claims to be another. */
const guessFrom = (address: string) =>
  auth.app.inject({
    method: 'POST',
    url: `/v1/challenges/${'A'.repeat(43)}/verification`,
    headers: { 'x-forwarded-for': `192.0.2.1, ${address}` },
    payload: { code: '000000' },
  });
const otherNumber = (index: number) => `+4474009${10_000 + index}`;

describe('asking for codes', () => {
  it('is over for a number after three in an hour, whoever asks, and begins anew after it', async () => {
    const answers = await inTurn(5, () => ask());
    expect(statusesOf(answers)).toEqual([202, 202, 202, 429, 429]);
    expect(auth.mock.messages).toHaveLength(3);
    expect(answers[3]).toMatchObject({
      body: { code: 'quota-exceeded', title: 'Too many attempts' },
      headers: { 'retry-after': '3600' },
    });
    expect((await ask(otherNumber(0))).status).toBe(202);
    auth.clock.advance(3_600);
    expect((await ask()).status).toBe(202);
  });

  it('is over for a number after ten in a day', async () => {
    const answers = await inTurn(12, async () => {
      auth.clock.advance(3_600);
      return ask();
    });
    expect(statusesOf(answers).filter((status) => status === 202)).toHaveLength(10);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBe(86_400 - 11 * 3_600);
  });

  it('counts a resend as a code', async () => {
    const { challengeId } = await auth.start();
    const resend = () => auth.call('POST', `/v1/challenges/${challengeId}/resend`);
    const answers = await inTurn(3, async () => {
      auth.clock.advance(60);
      return resend();
    });
    expect(statusesOf(answers)).toEqual([202, 202, 429]);
    expect(answers[2]?.body).toMatchObject({ code: 'quota-exceeded' });
    expect((await resend()).body).toMatchObject({ code: 'quota-exceeded' });
    expect(auth.mock.messages).toHaveLength(3);
  });

  it('answers the same for a number with an account and for one without', async () => {
    const { challengeId, code } = await auth.start();
    expect((await verify(challengeId, code)).status).toBe(200);
    const [known, unknown] = [PHONE_NUMBER, otherNumber(1)];
    await inTurn(2, () => ask(known));
    await inTurn(3, () => ask(unknown));
    const [one, other] = [await ask(known), await ask(unknown)];
    expect(one.status).toBe(429);
    expect(one.body).toEqual(other.body);
    expect(one.headers['retry-after']).toBe(other.headers['retry-after']);
  });

  it('costs nothing where nothing was sent', async () => {
    const answers = await inTurn(5, () => {
      auth.mock.failNext('invalid-recipient');
      return ask();
    });
    expect(statusesOf(answers)).toEqual([422, 422, 422, 422, 422]);
    expect(statusesOf(await inTurn(4, () => ask()))).toEqual([202, 202, 202, 429]);
  });

  it('counts where something may have been sent', async () => {
    const answers = await inTurn(3, () => {
      auth.mock.failNext('ambiguous');
      return ask();
    });
    expect(statusesOf(answers)).toEqual([503, 503, 503]);
    expect((await ask()).status).toBe(429);
  });

  it('reserves nothing for a number that nothing can be sent to', async () => {
    expect(statusesOf(await inTurn(3, () => ask('+442079460000')))).toEqual([422, 422, 422]);
    const counters = await auth.app
      .get<Database>(DATABASE)
      .selectFrom('quota_counters')
      .selectAll()
      .execute();
    expect(counters).toEqual([]);
  });

  it('admits exactly three of fifty at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(statusesOf(answers).filter((status) => status === 202)).toHaveLength(3);
    expect(auth.mock.messages).toHaveLength(3);
  });
});

describe('trying codes', () => {
  it('is over for an address after ten wrong ones in an hour, before an attempt is taken', async () => {
    const started = await inTurn(4, (index) => ask(otherNumber(index)));
    const code = auth.latestCode();
    const wrong = code === '000000' ? '111111' : '000000';
    const ids = started.map(({ body }) => String(body.challengeId));
    const tried = await inTurn(10, (index) => verify(ids[index % 3] ?? '', wrong));
    expect(
      tried.every(({ body }) => body.code === 'code-incorrect' || body.code === 'challenge-exhausted'),
    ).toBe(true);
    const refused = await inTurn(5, () => verify(ids[3] ?? '', wrong));
    for (const answer of refused)
      expect(answer).toMatchObject({ status: 429, body: { code: 'quota-exceeded' } });
    expect((await verify(ids[3] ?? '', code)).status).toBe(429);

    const elsewhere = await auth.app.inject({
      method: 'POST',
      url: `/v1/challenges/${ids[3]}/verification`,
      headers: { 'x-forwarded-for': '198.51.100.7' },
      payload: { code },
    });
    expect(elsewhere.statusCode).toBe(200);
  });

  it('costs nothing where the code is right', async () => {
    const answers = await inTurn(15, async (index) => {
      const { challengeId, code } = await auth.start(otherNumber(index));
      return verify(challengeId, code);
    });
    expect(new Set(statusesOf(answers))).toEqual(new Set([200]));
  });

  it('is over for the /64 of IPv6 an address is of, whichever of its addresses comes next', async () => {
    for (let index = 1; index <= 10; index += 1)
      expect((await guessFrom(`2001:db8:0:7::${index}`)).statusCode).toBe(404);
    expect((await guessFrom('2001:db8:0:7:a:b:c:d')).statusCode).toBe(429);
    expect((await guessFrom('2001:db8:0:8::1')).statusCode).toBe(404);
  });

  it('counts for each client by itself, behind the proxy it comes through', async () => {
    for (let index = 0; index < 10; index += 1)
      expect((await guessFrom('198.51.100.7')).statusCode).toBe(404);
    expect((await guessFrom('198.51.100.7')).statusCode).toBe(429);
    expect((await guessFrom('198.51.100.8')).statusCode).toBe(404);
  });
});
