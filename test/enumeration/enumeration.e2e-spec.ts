import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DATABASE, type Database, inTransaction } from '@standby/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountStore } from '../../apps/auth/src/accounts/account.store.js';
import { AccountsService } from '../../apps/auth/src/accounts/accounts.service.js';
import { ConfirmedDevices } from '../../apps/auth/src/devices/confirmed-devices.js';
import { NumbersAtRest } from '../../apps/auth/src/keys/numbers-at-rest.js';
import { Dice } from '../simulation/dice.js';
import { watchedApp } from '../support/watched-app.js';
import { differenceBetween, isByChance } from './rank-tests.js';

const PAIRS = 5_000;
/** Pairs after which it is looked whether a planted leak shows; on a machine with nothing else to do it does at once. */
const BATCH = 500;

const WIDE = [
  'QUOTA_NUMBER_HOUR',
  'QUOTA_NUMBER_DAY',
  'QUOTA_PREFIX_HOUR',
  'QUOTA_ADDRESS_HOUR',
  'QUOTA_NETWORK_HOUR',
  'QUOTA_COUNTRY_HOUR',
  'QUOTA_GLOBAL_HOUR',
  'QUOTA_GLOBAL_DAY',
];

/** What one request came to. */
interface Asked {
  readonly tookMs: number;
  /** Without what is different each time. */
  readonly answer: unknown;
}

/** How long both sides of each pair took, in ms. */
interface Times {
  readonly known: number[];
  readonly unknown: number[];
}

let app: NestFastifyApplication;
const dice = new Dice(20_261_126, 0);

/** Even ones get an account, odd ones do not; next to each other, so that no index tells them apart. */
const numberOf = (index: number) => `+44740${1_000_000 + index}`;
const known = (pair: number) => numberOf(2 * pair);
const unknown = (pair: number) => numberOf(2 * pair + 1);

beforeAll(async () => {
  const wide = Object.fromEntries(WIDE.map((quota) => [quota, '1000000']));
  // Counted like all others, and too wide to be met; the guard weighs and records.
  app = await watchedApp({ DATABASE_URL: 'sqlite::memory:', ...wide });
  const [accounts, numbers, database] = [
    app.get(AccountsService),
    app.get(NumbersAtRest),
    app.get<Database>(DATABASE),
  ];
  for (let pair = 0; pair < PAIRS; pair += 1)
    await inTransaction(database, (transaction) =>
      accounts.signedIn(numbers.known(known(pair)), transaction),
    );
  for (let warmUp = 0; warmUp < 500; warmUp += 1) await ask(numberOf(900_000 + warmUp));
});

afterAll(() => app.close());

async function ask(phoneNumber: string): Promise<Asked> {
  const before = performance.now();
  const answer = await app.inject({ method: 'POST', url: '/v1/challenges', payload: { phoneNumber } });
  const tookMs = performance.now() - before;
  const { challengeId, expiresAt, ...rest } = answer.json();
  const { date: _date, 'x-request-id': _requestId, ...headers } = answer.headers;
  const forms = [/^[\w-]{43}$/.test(challengeId), /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/.test(expiresAt)];
  return { tookMs, answer: { status: answer.statusCode, headers, forms, rest } };
}

/** Asks for both numbers of each pair, which first being drawn by lot. */
async function askPairs(first: number, count: number) {
  const times: Times = { known: [], unknown: [] };
  const answers = new Set<string>();
  for (let pair = first; pair < first + count; pair += 1) {
    const sides = [
      { number: known(pair), times: times.known },
      { number: unknown(pair), times: times.unknown },
    ];
    for (const side of dice.chance(0.5) ? sides : sides.toReversed()) {
      const { tookMs, answer } = await ask(side.number);
      side.times.push(tookMs);
      answers.add(JSON.stringify(answer));
    }
  }
  return { times, answers };
}

function median(times: readonly number[]): string | undefined {
  return times.toSorted((a, b) => a - b)[times.length >> 1]?.toFixed(3);
}

/** Whether the two sides are alike but for chance; prints how alike. */
function areAlike(name: string, { known: left, unknown: right }: Times) {
  const difference = differenceBetween(left, right);
  console.log(
    `${name}: ${left.length} pairs, z ${difference.z.toFixed(2)}, early ${difference.early.toFixed(2)}, distance ${difference.distance.toFixed(4)}, medians ${median(left)} and ${median(right)} ms`,
  );
  return isByChance(difference, left.length);
}

describe('asking for a code', { timeout: 180_000 }, () => {
  it('is answered alike, and after as long, whether or not the number has an account', async () => {
    const { times, answers } = await askPairs(0, PAIRS);
    expect(Array.from(answers)).toHaveLength(1);
    expect(areAlike('as it is', times)).toBe(true);
  });

  it('would not be seen as alike if a number with an account cost some statements more', async () => {
    const [devices, store] = [app.get(ConfirmedDevices), app.get(AccountStore)];
    const recognise = devices.recognise.bind(devices);
    Object.assign(devices, {
      async recognise(...[token, number]: Parameters<typeof recognise>) {
        const account = await store.findByNumber(number.digests);
        if (account !== undefined)
          for (let time = 1; time <= 16; time += 1) await store.touch(account.id, time);
        return recognise(token, number);
      },
    });
    const seen: Times = { known: [], unknown: [] };
    let alike = true;
    for (let pair = 0; pair < PAIRS && alike; pair += BATCH) {
      const { times, answers } = await askPairs(pair, BATCH);
      expect(answers.size).toBe(1);
      seen.known.push(...times.known);
      seen.unknown.push(...times.unknown);
      alike = areAlike('with a leak planted', seen);
    }
    expect(alike).toBe(false);
  });
});
