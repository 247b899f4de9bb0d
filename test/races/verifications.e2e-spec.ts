import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ChallengeTable, DATABASE, type Database } from '@standby/database';
import { describeOnPostgres } from '@standby/database/testing';
import { MOCK_PROVIDER, MockProvider } from '@standby/sms';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AuditCheck } from '../../apps/auth/src/audit/audit-check.js';
import { authInProcess } from '../support/auth-in-process.js';
import { codeIn } from '../support/code-in.js';
import type { Outcome, Try } from './verifier.js';
import { VerifyingProcess } from './verifying-process.js';

const PROCESSES = 4;
/** Requests under way at once, in each process. */
const UNDER_WAY = 50;
const MAX_ATTEMPTS = 3;
/** Codes that everybody knows, challenges at which everybody guesses, numbers with several of those at once. */
const KNOWN = 50;
const GUESSED = 25;
const NUMBERS_WITH_SEVERAL = 25;
const SEVERAL = 4;
/** Tries of each code, challenge or number. */
const TRIES = 100;

/** A challenge as whoever asked for it knows it. */
interface Asked extends Try {
  readonly wrongCode: string;
}

describeOnPostgres('10,000 verifications by four processes at once', (scratch) => {
  const mock = new MockProvider();
  let app: NestFastifyApplication;
  let database: Database;

  const variables = () => ({
    NODE_ENV: 'test',
    // One address asks for all, and tries all.
    QUOTAS: 'off',
    PUMPING_GUARD: 'off',
    DATABASE_URL: scratch().url,
    AUTH_SECRET: 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X',
  });

  beforeEach(async () => {
    app = await authInProcess(variables(), [MOCK_PROVIDER, mock]);
    database = app.get<Database>(DATABASE);
  });

  afterEach(() => app.close());

  const ask = async (phoneNumber: string): Promise<Asked> => {
    const answer = await app.inject({ method: 'POST', url: '/v1/challenges', payload: { phoneNumber } });
    const code = codeIn(mock.messages.at(-1)?.text);
    return {
      challengeId: answer.json().challengeId,
      code,
      wrongCode: code === '000000' ? '111111' : '000000',
    };
  };

  /** Challenges of one number that all live at once, as no sequence of requests would leave them. */
  const askSeveral = async (phoneNumber: string): Promise<Asked[]> => {
    const asked: Asked[] = [];
    const rows: ChallengeTable[] = [];
    for (let time = 0; time < SEVERAL; time += 1) {
      asked.push(await ask(phoneNumber));
      const isLive = database.selectFrom('challenges').selectAll().where('status', '=', 'live');
      rows.push(await isLive.orderBy('created_at', 'desc').executeTakeFirstOrThrow());
    }
    for (const { id_digest, status, sealed_number, sealed_code } of rows)
      await database
        .updateTable('challenges')
        .set({ status, sealed_number, sealed_code })
        .where('id_digest', '=', id_digest)
        .execute();
    return asked;
  };

  const asked = async (count: number, from: number) => {
    const challenges: Asked[] = [];
    for (let index = 0; index < count; index += 1) challenges.push(await ask(numberOf(from + index)));
    return challenges;
  };

  it('consume each code once, and look at no more wrong ones than a number is allowed', {
    timeout: 120_000,
  }, async () => {
    const known = await asked(KNOWN, 0);
    const guessed = await asked(GUESSED, 100);
    const several: Asked[][] = [];
    for (let index = 0; index < NUMBERS_WITH_SEVERAL; index += 1)
      several.push(await askSeveral(numberOf(200 + index)));

    // Every process tries the same in the same order, so that they meet at each code.
    const tries = [
      ...known.flatMap((one) =>
        repeated(TRIES / PROCESSES, [{ challengeId: one.challengeId, code: one.code }]),
      ),
      ...guessed.flatMap((one) => repeated(TRIES / PROCESSES, [wrongTryOf(one)])),
      ...several.flatMap((ones) => repeated(TRIES / PROCESSES / SEVERAL, ones.map(wrongTryOf))),
    ];
    const processes = await Promise.all(
      Array.from({ length: PROCESSES }, () => VerifyingProcess.start(variables())),
    );
    const before = performance.now();
    const outcomes = (await Promise.all(processes.map((each) => each.try(tries, UNDER_WAY)))).flat();
    const tookMs = performance.now() - before;
    console.log(
      `${outcomes.length} verifications by ${PROCESSES} processes in ${(tookMs / 1_000).toFixed(1)} s`,
    );

    expect(outcomes.length).toBeGreaterThanOrEqual(10_000);
    expect(tally(outcomes)).toEqual({
      200: KNOWN,
      'challenge-consumed': expect.any(Number),
      'code-incorrect': (GUESSED + NUMBERS_WITH_SEVERAL) * MAX_ATTEMPTS,
      'challenge-exhausted': expect.any(Number),
      'too-many-wrong-codes': expect.any(Number),
    });
    const of = (ids: readonly string[]) => outcomes.filter(({ challengeId }) => ids.includes(challengeId));
    for (const { challengeId } of known)
      expect(of([challengeId]).filter(({ status }) => status === 200)).toHaveLength(1);
    for (const ones of [...guessed.map((one) => [one]), ...several]) {
      const looked = of(ones.map(({ challengeId }) => challengeId));
      expect(looked.filter(({ problem }) => problem === 'code-incorrect')).toHaveLength(MAX_ATTEMPTS);
    }
    for (const table of ['accounts', 'sessions', 'confirmed_devices'] as const)
      expect(await database.selectFrom(table).selectAll().execute()).toHaveLength(KNOWN);
    const counted = await database.selectFrom('wrong_codes').selectAll().execute();
    expect(counted).toHaveLength((GUESSED + NUMBERS_WITH_SEVERAL) * MAX_ATTEMPTS);

    const { findings } = await app.get(AuditCheck).run();
    expect(findings).toEqual([]);
    const verified = database.selectFrom('audit_records').where('event', '=', 'challenge-verified');
    expect(await verified.selectAll().execute()).toHaveLength(KNOWN);
  });
});

function numberOf(index: number): string {
  return `+44740012${1_000 + index}`;
}

function wrongTryOf({ challengeId, wrongCode }: Asked): Try {
  return { challengeId, code: wrongCode };
}

function repeated<T>(times: number, items: readonly T[]): T[] {
  return Array.from({ length: Math.ceil(times) }, () => items).flat();
}

function tally(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, problem = `${status}` } of outcomes) counts[problem] = (counts[problem] ?? 0) + 1;
  return counts;
}
