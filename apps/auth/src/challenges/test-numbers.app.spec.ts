import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

/** Twilio's magic number; no such number exists. */
const NUMBER = '+15005550009';

let auth: AuthApp;

beforeEach(async () => {
  // The clock of these tests stands in September 2026.
  auth = await startAuthApp({ AUTH_TEST_NUMBERS: `${NUMBER}=482913@2026-12-31` });
});

afterEach(() => auth.app.close());

const verify = (challengeId: unknown, code: string) =>
  auth.call('POST', `/v1/challenges/${String(challengeId)}/verification`, { code });

describe('a test number', () => {
  it('signs in with its code and is sent nothing, not even again', async () => {
    const { status, body } = await auth.call('POST', '/v1/challenges', { phoneNumber: '+1 500 555 0009' });
    expect(status).toBe(202);
    auth.clock.advance(60);
    expect((await auth.call('POST', `/v1/challenges/${String(body.challengeId)}/resend`)).status).toBe(202);
    expect(auth.mock.messages).toEqual([]);
    expect(await verify(body.challengeId, '482913')).toMatchObject({
      status: 200,
      body: { account: { phoneNumber: NUMBER } },
    });
  });

  it('is given no more wrong codes than any other', async () => {
    const { body } = await auth.call('POST', '/v1/challenges', { phoneNumber: NUMBER });
    for (let time = 0; time < 3; time += 1)
      expect((await verify(body.challengeId, '000000')).body.code).toBe('code-incorrect');
    expect((await auth.call('POST', '/v1/challenges', { phoneNumber: NUMBER })).status).toBe(429);
  });

  it('may be asked for as often as its quotas by address and network allow, and draws on no other', async () => {
    await auth.app.close();
    const quotas = {
      QUOTAS: 'enforce',
      QUOTA_ADDRESS_HOUR: '5',
      QUOTA_NUMBER_HOUR: '1',
      QUOTA_GLOBAL_HOUR: '1',
    };
    auth = await startAuthApp({
      AUTH_TEST_NUMBERS: `${NUMBER}=482913@2026-12-31`,
      PUMPING_GUARD: 'enforce',
      GUARD_ADDRESS_HOUR_FLOOR: '1',
      GUARD_PREFIX_HOUR_FLOOR: '1',
      ...quotas,
    });
    const ask = (phoneNumber: string) => auth.call('POST', '/v1/challenges', { phoneNumber });
    for (let time = 0; time < 4; time += 1) expect((await ask(NUMBER)).status).toBe(202);
    expect((await ask(PHONE_NUMBER)).status).toBe(202);
    expect(await ask(NUMBER)).toMatchObject({ status: 429, body: { code: 'quota-exceeded' } });
    const database = auth.app.get<Database>(DATABASE);
    const rows = await database.selectFrom('challenges').select('id_digest').execute();
    expect(rows).toHaveLength(5);
    const counted = await database.selectFrom('quota_counters').select('key').execute();
    expect(counted.filter(({ key }) => /^(address|network)-hour /.test(key))).toHaveLength(2);
  });

  it('is a number like any other once its time is over, here one that does not exist', async () => {
    auth.clock.advance(120 * 86_400);
    const late = await auth.call('POST', '/v1/challenges', { phoneNumber: NUMBER });
    expect(late).toMatchObject({ status: 422, body: { code: 'phone-number-not-mobile' } });
  });
});
