import { DATABASE, type Database } from '@standby/database';
import { PumpingCounters } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

/** Three unverified codes an hour are what a country may have. */
const start = async (variables: Record<string, string>) => {
  await auth?.app.close();
  auth = await startAuthApp({ TRUSTED_PROXIES: '1', GUARD_COUNTRY_HOUR_FLOOR: '3', ...variables });
};

beforeEach(() => start({ PUMPING_GUARD: 'enforce' }));
afterEach(() => auth.app.close());

/** Each to a prefix, and from an address, of its own, so that the country alone sees them together. */
const numberOf = (index: number) => `+4474${10 + index}123456`;
const ask = async (phoneNumber: string, address: string, more: object = {}): Promise<Answer> => {
  // So that the decisions have an order.
  auth.clock.advance(0.001);
  const answer = await auth.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    headers: { 'x-forwarded-for': address },
    payload: { phoneNumber, ...more },
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
};
const askElsewhere = (index: number) => ask(numberOf(index), `203.0.113.${index}`);
const statusesOf = async (count: number, call: (index: number) => Promise<Answer>, from = 0) => {
  const statuses: number[] = [];
  for (let index = from; index < from + count; index += 1) statuses.push((await call(index)).status);
  return statuses;
};
const whileFailing = (kind: 'invalid-request' | 'invalid-recipient') =>
  statusesOf(5, (index) => {
    auth.mock.failNext(kind);
    return askElsewhere(index);
  });
const verify = (challengeId: unknown, code: string) =>
  auth.call('POST', `/v1/challenges/${String(challengeId)}/verification`, { code });
const database = () => auth.app.get<Database>(DATABASE);
const decisions = () =>
  database().selectFrom('guard_decisions').selectAll().orderBy('decided_at').orderBy('id').execute();
const spentMicros = () => auth.app.get(PumpingCounters).addSpend(0, auth.clock.now());

describe('the guard, enforcing', () => {
  it('refuses what looks like pumping before anything is sent, and says no more than that', async () => {
    expect(await statusesOf(5, askElsewhere)).toEqual([202, 202, 202, 403, 403]);
    expect(auth.mock.messages).toHaveLength(3);
    const { body } = await askElsewhere(9);
    expect(body).toMatchObject({ code: 'destination-blocked' });
    expect(JSON.stringify(body)).not.toMatch(/country|GB|hour/);
  });

  it('keeps each decision with its reasons, under digests and a masked number', async () => {
    await statusesOf(4, askElsewhere);
    const kept = await decisions();
    expect(kept.map(({ effect, verdict }) => [verdict, effect])).toEqual([
      ['allow', 'admitted'],
      ['allow', 'admitted'],
      ['allow', 'admitted'],
      ['unsure', 'refused'],
    ]);
    expect(JSON.parse(kept[3]?.reasons ?? '')).toEqual([
      { of: 'country-hour', level: expect.closeTo(4, 3), threshold: 3 },
    ]);
    expect(kept[0]).toMatchObject({
      occasion: 'start',
      standing: 'new',
      country: 'GB',
      masked_number: '+********3456',
      cost_micros: 50_000,
      message_id: expect.stringMatching(/./),
    });
    expect(kept[3]?.message_id).toBeNull();
    const everything = [
      kept,
      await database().selectFrom('guard_buckets').selectAll().execute(),
      await database().selectFrom('guard_verified').selectAll().execute(),
      await database().selectFrom('guard_countries').selectAll().execute(),
    ];
    expect(JSON.stringify(everything)).not.toMatch(/7410123456|7410123|203\.0\.113/);
  });

  it.each([
    ['an address of IPv4', () => '203.0.113.9'],
    ['a /64 of IPv6, from a new address each time', (index: number) => `2001:db8:0:7::${index + 1}`],
  ])('counts what comes from %s as from one client', async (_name, addressOf) => {
    await start({ PUMPING_GUARD: 'enforce', GUARD_COUNTRY_HOUR_FLOOR: '20', GUARD_ADDRESS_HOUR_FLOOR: '2' });
    const askFromIt = (index: number) => ask(numberOf(index), addressOf(index));
    expect(await statusesOf(4, askFromIt)).toEqual([202, 202, 403, 403]);
    expect((await ask(numberOf(5), '2001:db8:0:8::1')).status).toBe(202);
  });

  it('admits again once codes are verified: what was sent for them is drained', async () => {
    for (let index = 0; index < 12; index += 1) {
      const { status, body } = await askElsewhere(index);
      expect(status).toBe(202);
      expect((await verify(body.challengeId, auth.latestCode())).status).toBe(200);
    }
    expect((await decisions()).map(({ verified_at }) => verified_at)).not.toContain(null);
    // Half of the twelve codes of the hour.
    expect(await statusesOf(7, askElsewhere, 50)).toEqual([202, 202, 202, 202, 202, 202, 403]);
  });

  it('drains a resend with its challenge', async () => {
    const { body } = await askElsewhere(0);
    auth.clock.advance(60);
    await auth.call('POST', `/v1/challenges/${String(body.challengeId)}/resend`);
    expect((await decisions()).map(({ occasion }) => occasion)).toEqual(['start', 'resend']);
    await verify(body.challengeId, auth.latestCode());
    expect(await statusesOf(4, askElsewhere, 1)).toEqual([202, 202, 202, 403]);
  });

  it('lets a confirmed device pass, also through a cap that is reached, and does not tell who has an account', async () => {
    const { deviceToken } = (await auth.signIn()).body;
    await statusesOf(8, askElsewhere);
    expect((await ask(PHONE_NUMBER, '203.0.113.99')).status).toBe(403);
    expect((await ask(PHONE_NUMBER, '203.0.113.99', { deviceToken })).status).toBe(202);
    const told = (await decisions()).slice(-2).map(({ standing, effect }) => [standing, effect]);
    expect(told).toEqual([
      ['new', 'refused'],
      ['known', 'admitted'],
    ]);
  });

  it('lets numbers with an account pass when it is told to', async () => {
    await start({ PUMPING_GUARD: 'enforce', GUARD_PASSES: 'accounts' });
    await auth.signIn();
    await statusesOf(8, askElsewhere);
    expect((await ask(PHONE_NUMBER, '203.0.113.99')).status).toBe(202);
    expect((await decisions()).at(-1)).toMatchObject({ standing: 'known', effect: 'admitted' });
  });

  it('lets nobody pass when it is told to', async () => {
    await start({ PUMPING_GUARD: 'enforce', GUARD_PASSES: 'nobody' });
    const { deviceToken } = (await auth.signIn()).body;
    await statusesOf(8, askElsewhere);
    expect((await ask(PHONE_NUMBER, '203.0.113.99', { deviceToken })).status).toBe(403);
    expect((await decisions()).at(-1)).toMatchObject({ standing: 'known', effect: 'refused' });
  });

  it('refuses an address that asks for too many countries', async () => {
    const numbers = ['+447400123456', '+33612345678', '+4915123456789', '+34612345678'];
    expect(await statusesOf(4, (index) => ask(numbers[index] ?? '', '203.0.113.1'))).toEqual([
      202, 202, 202, 403,
    ]);
  });

  it('holds the cap of what a day may cost, and counts nothing that was not sent', async () => {
    await start({ PUMPING_GUARD: 'enforce', GUARD_DAILY_SPEND_USD: '0.1', GUARD_COUNTRY_HOUR_FLOOR: '50' });
    auth.mock.failNext('invalid-recipient');
    expect(await statusesOf(4, askElsewhere)).toEqual([422, 202, 202, 403]);
    expect(await spentMicros()).toBe(100_000);
    auth.clock.advance(86_400);
    expect((await askElsewhere(5)).status).toBe(202);
  });

  it('counts nothing for a code that a quota refuses', async () => {
    await start({ PUMPING_GUARD: 'enforce', QUOTAS: 'enforce', QUOTA_NUMBER_HOUR: '1' });
    expect(await statusesOf(3, () => ask(PHONE_NUMBER, '203.0.113.1'))).toEqual([202, 429, 429]);
    expect(await spentMicros()).toBe(50_000);
    expect(await decisions()).toHaveLength(1);
  });

  it('does not take an outage of the providers for an attack, but numbers that do not exist', async () => {
    expect(await whileFailing('invalid-request')).toEqual([503, 503, 503, 503, 503]);
    expect(await whileFailing('invalid-recipient')).toEqual([422, 422, 422, 403, 403]);
    expect(await spentMicros()).toBe(0);
  });

  it('fails closed while it cannot count', async () => {
    auth.app.get(PumpingCounters).pour = async () => {
      throw new Error('no database');
    };
    expect((await askElsewhere(0)).status).toBe(500);
    expect(auth.mock.messages).toEqual([]);
  });
});

describe('the guard, elsewhere', () => {
  it('only records by default outside production, and what it would have refused', async () => {
    await start({});
    expect(new Set(await statusesOf(6, askElsewhere))).toEqual(new Set([202]));
    expect((await decisions()).map(({ verdict, effect }) => `${verdict} ${effect}`)).toEqual([
      'allow admitted',
      'allow admitted',
      'allow admitted',
      'unsure admitted',
      'unsure admitted',
      'unsure admitted',
    ]);
  });

  it('stops nothing while it only records and cannot', async () => {
    await start({ PUMPING_GUARD: 'record' });
    auth.app.get(PumpingCounters).pour = async () => {
      throw new Error('no database');
    };
    const { status, body } = await askElsewhere(0);
    expect(status).toBe(202);
    expect((await verify(body.challengeId, auth.latestCode())).status).toBe(200);
  });

  it('counts and keeps nothing while it is off', async () => {
    await start({ PUMPING_GUARD: 'off' });
    expect(new Set(await statusesOf(6, askElsewhere))).toEqual(new Set([202]));
    expect(await decisions()).toEqual([]);
    expect(await spentMicros()).toBe(0);
  });

  it.each(['off', 'record', 'enforce'])('refuses countries that are not served, being %s', async (mode) => {
    await start({ PUMPING_GUARD: mode, ALLOWED_COUNTRIES: 'GB, US', QUOTAS: 'enforce' });
    expect((await ask('+33612345678', '203.0.113.1')).body).toMatchObject({
      code: 'phone-number-not-served',
    });
    expect((await ask(PHONE_NUMBER, '203.0.113.1')).status).toBe(202);
    expect(await database().selectFrom('quota_counters').selectAll().execute()).toHaveLength(8);
  });

  it('refuses numbers kept for fiction when it is told to, and sends to them otherwise', async () => {
    expect((await ask('+12025550123', '203.0.113.1')).status).toBe(202);
    await start({ FICTIONAL_NUMBERS: 'refuse' });
    expect((await ask('+12025550123', '203.0.113.1')).body).toMatchObject({
      code: 'phone-number-not-served',
    });
    expect((await ask('+12025551234', '203.0.113.1')).status).toBe(202);
  });
});
