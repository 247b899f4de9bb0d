import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuthApp, PHONE_NUMBER, startAuthApp } from '../testing/auth-app.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ QUOTAS: 'enforce', PUMPING_GUARD: 'enforce', TRUSTED_PROXIES: '1' });
});

afterEach(() => auth.app.close());

const ask = async (phoneNumber: string, address: string) => {
  const { statusCode } = await auth.app.inject({
    method: 'POST',
    url: '/v1/challenges',
    headers: { 'x-forwarded-for': address },
    payload: { phoneNumber },
  });
  return statusCode;
};
/** How many were answered with each status. */
const countsOf = async (count: number, call: (index: number) => Promise<number>) => {
  const counts: Record<number, number> = {};
  for (let index = 0; index < count; index += 1) {
    const status = await call(index);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
};
/** Each in a prefix of its own. */
const numberOf = (index: number) => `+4474${10 + index}123456`;
const addressOf = (index: number) => `203.0.113.${index}`;
/** Somebody new, whom the others share nothing with but the country. */
const askAnew = (index: number) => ask(`+4475${10 + index}123456`, `198.51.100.${index}`);
const SOMEBODY_NEW = { 202: 5 };

describe('asking for codes of a country', () => {
  it('is open to others, however often one address asks for one number', async () => {
    expect(await countsOf(30, () => ask(PHONE_NUMBER, addressOf(0)))).toEqual({ 202: 3, 429: 27 });
    expect(await countsOf(5, askAnew)).toEqual(SOMEBODY_NEW);
  });

  it('is open to others, from however many addresses one number is asked for', async () => {
    expect(await countsOf(30, (index) => ask(PHONE_NUMBER, addressOf(index)))).toEqual({ 202: 3, 429: 27 });
    expect(await countsOf(5, askAnew)).toEqual(SOMEBODY_NEW);
  });

  it('is open to others, for however many numbers one address asks', async () => {
    expect(await countsOf(30, (index) => ask(numberOf(index), addressOf(0)))).toEqual({ 202: 5, 403: 25 });
    expect(await countsOf(5, askAnew)).toEqual(SOMEBODY_NEW);
  });

  it('is over for others once many addresses have asked for many numbers, and what is refused keeps it so', async () => {
    expect(await countsOf(30, (index) => ask(numberOf(index), addressOf(index)))).toEqual({
      202: 20,
      403: 10,
    });
    expect(await countsOf(5, askAnew)).toEqual({ 403: 5 });
  });

  it('uses up no quota where the guard refuses', async () => {
    await countsOf(30, (index) => ask(numberOf(index), addressOf(0)));
    const { points } = await auth.app
      .get<Database>(DATABASE)
      .selectFrom('quota_counters')
      .select('points')
      .where('key', 'like', 'address-hour %')
      .executeTakeFirstOrThrow();
    expect(points).toBe(5);
  });
});
