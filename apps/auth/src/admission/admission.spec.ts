import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QuotasService } from '../quotas/quotas.service.js';
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
const inTurn = async <T>(count: number, call: (index: number) => Promise<T>) => {
  const answers: T[] = [];
  for (let index = 0; index < count; index += 1) answers.push(await call(index));
  return answers;
};
/** Tries a code through a proxy to which the client claims to be another. */
const verifyFrom = async (address: string, challengeId: string, code: string) => {
  const { statusCode } = await auth.app.inject({
    method: 'POST',
    url: `/v1/challenges/${challengeId}/verification`,
    headers: { 'x-forwarded-for': `192.0.2.1, ${address}` },
    payload: { code },
  });
  return statusCode;
};
/** Tries a wrong code of a challenge of a number of its own. */
const guessFrom = async (address: string, index: number) => {
  const { challengeId, wrongCode } = await auth.start(otherNumber(index));
  return verifyFrom(address, challengeId, wrongCode);
};
const usedQuotas = async () => {
  const database = auth.app.get<Database>(DATABASE);
  const used = await database.selectFrom('quota_counters').selectAll().where('points', '>', 0).execute();
  return used.filter(({ key }) => key.includes('-verifications ')).map(({ points }) => points);
};
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
    const started = await inTurn(5, (index) => ask(otherNumber(index)));
    const code = auth.latestCode();
    const wrong = code === '000000' ? '111111' : '000000';
    const ids = started.map(({ body }) => String(body.challengeId));
    const tried = await inTurn(10, (index) => verify(ids[index % 4] ?? '', wrong));
    expect(new Set(tried.map(({ body }) => body.code))).toEqual(new Set(['code-incorrect']));
    const refused = await inTurn(5, () => verify(ids[4] ?? '', wrong));
    for (const answer of refused)
      expect(answer).toMatchObject({ status: 429, body: { code: 'quota-exceeded' } });
    expect((await verify(ids[4] ?? '', code)).status).toBe(429);
    expect(await verifyFrom('198.51.100.7', ids[4] ?? '', code)).toBe(200);
  });

  it('costs nothing where the code is right', async () => {
    const answers = await inTurn(15, async (index) => {
      const { challengeId, code } = await auth.start(otherNumber(index));
      return verify(challengeId, code);
    });
    expect(new Set(statusesOf(answers))).toEqual(new Set([200]));
  });

  it('costs nobody anything where there is no challenge to try', async () => {
    const { challengeId, code, wrongCode } = await auth.start();
    for (let time = 0; time < 50; time += 1)
      expect(await verifyFrom(`203.0.113.${time % 5}`, 'A'.repeat(43), '000000')).toBe(404);
    expect(await usedQuotas()).toEqual([]);
    expect(await verifyFrom('203.0.113.9', challengeId, code)).toBe(200);
    const used = await inTurn(20, () => verify(challengeId, wrongCode));
    expect(new Set(statusesOf(used))).toEqual(new Set([410]));
    expect(await usedQuotas()).toEqual([]);
  });

  it('takes nothing of what others share, not even for a moment, where there is no challenge to try', async () => {
    const reserved = vi.spyOn(auth.app.get(QuotasService), 'reserveVerification');
    expect(await verifyFrom('203.0.113.9', 'A'.repeat(43), '000000')).toBe(404);
    expect(reserved).not.toHaveBeenCalled();
    expect(await guessFrom('203.0.113.9', 1)).toBe(422);
    expect(reserved).toHaveBeenCalledOnce();
  });

  it('costs nothing where others were faster to the last attempt', async () => {
    const { challengeId, wrongCode } = await auth.start();
    await Promise.all(Array.from({ length: 50 }, () => verify(challengeId, wrongCode)));
    expect(await usedQuotas()).toEqual([3, 3]);
  });

  it('is over for a network after fifty wrong ones in an hour, from whichever of its addresses', async () => {
    const answers = await inTurn(52, (index) => guessFrom(`203.0.113.${index}`, index));
    expect(new Set(answers.slice(0, 50))).toEqual(new Set([422]));
    expect(answers.slice(50)).toEqual([429, 429]);
    expect(await guessFrom('198.51.100.7', 52)).toBe(422);
  });

  it('is over for the /64 of IPv6 an address is of, whichever of its addresses comes next', async () => {
    for (let index = 1; index <= 10; index += 1)
      expect(await guessFrom(`2001:db8:0:7::${index}`, index)).toBe(422);
    expect(await guessFrom('2001:db8:0:7:a:b:c:d', 11)).toBe(429);
    expect(await guessFrom('2001:db8:0:8::1', 12)).toBe(422);
  });

  it('counts for each client by itself, behind the proxy it comes through', async () => {
    for (let index = 1; index <= 10; index += 1) expect(await guessFrom('198.51.100.7', index)).toBe(422);
    expect(await guessFrom('198.51.100.7', 11)).toBe(429);
    expect(await guessFrom('198.51.100.8', 12)).toBe(422);
  });
});
