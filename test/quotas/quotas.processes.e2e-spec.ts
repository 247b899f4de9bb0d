import { describeOnEachDatabase, describeOnPostgres, type ScratchDatabase } from '@standby/database/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../support/sign-in-client.js';
import { Fleet } from './fleet.js';

const AT_ONCE = 150;

let fleet: Fleet;

const startOn = async (database: ScratchDatabase, size: number, variables: Record<string, string>) => {
  fleet = await Fleet.start(size, { DATABASE_URL: database.url, ...variables });
};
/** Numbers of a range of its own, in one prefix. */
const inPrefix = (prefix: string) => (index: number) => `${prefix}${1_000 + index}`;
/** Numbers that have no prefix in common. */
const scattered = (index: number) => `+4474${String(100 + index).padStart(4, '2')}1000`;
const fromAnywhere = (index: number) => `203.0.${index}.1`;
/** How many were answered with each status. */
const countsOf = (answers: readonly Answer[]) =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, group]) => [status, group.length]),
  );
const atOnce = (count: number, call: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

describe('quotas of several processes on one database', () => {
  afterEach(() => fleet.stop());

  describeOnPostgres('four of them on PostgreSQL', (database) => {
    it('admit exactly as many codes as they may, of many at the same moment', async () => {
      const limits = { number: 3, prefix: 41, address: 60, network: 97, everybody: 3 + 41 + 60 + 97 + 50 };
      await startOn(database(), 4, {
        QUOTA_NUMBER_HOUR: `${limits.number}`,
        QUOTA_PREFIX_HOUR: `${limits.prefix}`,
        QUOTA_ADDRESS_HOUR: `${limits.address}`,
        QUOTA_NETWORK_HOUR: `${limits.network}`,
        QUOTA_GLOBAL_DAY: `${limits.everybody}`,
      });
      const rounds = [
        [limits.number, () => '+447400100000', fromAnywhere],
        [limits.prefix, inPrefix('+44740020'), fromAnywhere],
        [limits.address, scattered, () => '198.51.100.1'],
        [limits.network, (index: number) => scattered(index + 200), (index: number) => `192.0.2.${index}`],
        [50, (index: number) => scattered(index + 400), fromAnywhere],
      ] as const;
      let sent = 0;
      for (const [limit, numberOf, addressOf] of rounds) {
        const answers = await atOnce(AT_ONCE, (index) => fleet.ask(numberOf(index), addressOf(index)));
        expect(countsOf(answers)).toEqual({ 202: limit, 429: AT_ONCE - limit });
        sent += limit;
        expect(await fleet.messages()).toBe(sent);
      }
    }, 120_000);

    it('admit exactly as many wrong codes as they may', async () => {
      await startOn(database(), 4, {});
      const asked = await atOnce(AT_ONCE / 3, (index) => fleet.ask(scattered(index), fromAnywhere(index)));
      const answers = await atOnce(AT_ONCE, (index) =>
        fleet.verify(asked[index % asked.length]?.body.challengeId, '000000', '203.0.113.9'),
      );
      expect(countsOf(answers)).toEqual({ 422: 10, 429: AT_ONCE - 10 });
    }, 60_000);
  });

  describeOnEachDatabase('two of them', (database) => {
    it('admit exactly as many codes to a number as they may', async () => {
      await startOn(database(), 2, {});
      const answers = await atOnce(40, (index) => fleet.ask('+447400100000', fromAnywhere(index)));
      expect(countsOf(answers)).toEqual({ 202: 3, 429: 37 });
    }, 60_000);
  });
});
