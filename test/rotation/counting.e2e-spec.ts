import { describeOnEachDatabase } from '@standby/database/testing';
import { afterEach, expect, it } from 'vitest';
import { type RunningAuth, startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const OLD = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const NEW = 'Zr7mXb2LpQ9vKc4TnH6wYd1SfG8jEa3UoR5iOqWt0';
const NUMBER = '+447400123456';
/** Each in a prefix of its own. */
const numberOf = (index: number) => `+4474${10 + index}123456`;

/** An instance before each step, and one after it. */
const STEPS: [name: string, before: readonly [string, string], after: readonly [string, string]][] = [
  ['1', [OLD, ''], [OLD, NEW]],
  ['2', [OLD, NEW], [NEW, OLD]],
  ['3', [NEW, OLD], [NEW, '']],
];
const statusesOf = async (clients: readonly SignInClient[], numberOfIndex: (index: number) => string) => {
  const statuses: number[] = [];
  for (const [index, client] of clients.entries())
    statuses.push((await client.ask(numberOfIndex(index))).status);
  return statuses;
};

describeOnEachDatabase('what is counted while AUTH_SECRET is replaced', (database) => {
  const running: RunningAuth[] = [];

  afterEach(async () => {
    await Promise.all(running.splice(0).map((auth) => auth.close()));
  });

  const startUnder = async (AUTH_SECRET: string, AUTH_FORMER_SECRETS: string, more = {}) => {
    const auth = await startAuth({
      AUTH_SECRET,
      AUTH_FORMER_SECRETS,
      DATABASE_URL: database().url,
      QUOTAS: 'enforce',
      ...more,
    });
    running.push(auth);
    return new SignInClient(auth.url);
  };

  it.each(STEPS)('holds the quotas over instances before and after step %s', async (_name, before, after) => {
    const [one, other] = [await startUnder(...before), await startUnder(...after)];
    expect(await statusesOf([one, other, one, other, one, other], () => NUMBER)).toEqual([
      202, 202, 202, 429, 429, 429,
    ]);
  });

  it.each(STEPS)('holds the guard over instances before and after step %s', async (_name, before, after) => {
    const guarded = { PUMPING_GUARD: 'enforce', GUARD_ADDRESS_HOUR_FLOOR: '3' };
    const one = await startUnder(...before, guarded);
    const other = await startUnder(...after, guarded);
    expect(await statusesOf([one, other, one, other, one, other], numberOf)).toEqual([
      202, 202, 202, 403, 403, 403,
    ]);
  });
});
