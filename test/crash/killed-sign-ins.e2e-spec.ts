import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DATABASE, type Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { MOCK_PROVIDER, MockProvider } from '@standby/sms';
import { seededRandom } from '@standby/sms/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Try } from '../races/verifier.js';
import { VerifyingProcess } from '../races/verifying-process.js';
import { authInProcess } from '../support/auth-in-process.js';
import { codeIn } from '../support/code-in.js';

/** More of them: `KILLS=50 npm run test:e2e -- test/crash`. */
const KILLS = Number(process.env.KILLS ?? 4);
const CODES = 40;
const UNDER_WAY = 8;

describeOnEachDatabase('a process that is killed while people sign in', (scratch) => {
  const mock = new MockProvider();
  const random = seededRandom(20_261_126);
  let app: NestFastifyApplication;

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
  });

  afterEach(() => app.close());

  const ask = async (index: number): Promise<Try> => {
    const payload = { phoneNumber: `+44740012${1_000 + index}` };
    const answer = await app.inject({ method: 'POST', url: '/v1/challenges', payload });
    const code = codeIn(mock.messages.at(-1)?.text);
    return { challengeId: answer.json().challengeId, code };
  };
  /** Rows that a sign-in writes, all of them or none. */
  const counts = async () => {
    const database = app.get<Database>(DATABASE);
    const consumed = await database
      .selectFrom('challenges')
      .where('status', '=', 'consumed')
      .selectAll()
      .execute();
    const tables = ['accounts', 'sessions', 'confirmed_devices'] as const;
    const rows = tables.map(async (table) => (await database.selectFrom(table).selectAll().execute()).length);
    return [consumed.length, ...(await Promise.all(rows))];
  };

  const verify = async ({ challengeId, code }: Try) => {
    const url = `/v1/challenges/${challengeId}/verification`;
    const answer = await app.inject({ method: 'POST', url, payload: { code } });
    return answer.statusCode === 200 ? 'signed in' : answer.json().code;
  };

  it('loses no code and signs nobody in by halves, and others need no hand', {
    timeout: 300_000,
  }, async () => {
    let asked = 0;
    let consumedBefore = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const codes: Try[] = [];
      for (; codes.length < CODES; asked += 1) codes.push(await ask(asked));
      const doomed = await VerifyingProcess.start(variables());
      await doomed.tryUntilKilled(codes, UNDER_WAY, 1 + Math.floor(random() * (CODES - 1)));

      const [consumed = 0, ...rows] = await counts();
      expect(new Set([consumed, ...rows])).toEqual(new Set([consumed]));
      const leftOver = asked - consumed;
      consumedBefore += CODES - leftOver;
      const outcomes = await Promise.all(codes.map(verify));
      expect(outcomes.filter((outcome) => outcome === 'signed in')).toHaveLength(leftOver);
      expect(outcomes.filter((outcome) => outcome === 'challenge-consumed')).toHaveLength(CODES - leftOver);
      expect(new Set(await counts())).toEqual(new Set([asked]));
    }
    console.log(`${KILLS} kills, ${consumedBefore} of ${asked} codes consumed before them`);
  });
});
