import { type Database, openDatabase } from '@standby/database';
import {
  newPostgresDatabase,
  newSqliteDatabase,
  postgresForTests,
  type ScratchDatabase,
} from '@standby/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { AUTH_SECRET, countByCode, countByStatus, openFamilies, REFRESH_GRACE_SECS } from './families.js';
import {
  allAtOnce,
  expectNoneEnded,
  expectThievesCaught,
  keep,
  latest,
  refresh,
  type Stage,
  TABS,
} from './races.js';

const POSTGRES = await postgresForTests();
/** Each race is one of 1,000 refreshes. */
const FAMILIES = 1_000 / TABS;
/** Four processes have to start, and other tests run beside. */
const PATIENCE_MS = 90_000;

describe.skipIf(POSTGRES.status === 'absent')(
  '1,000 refreshes at once, over four processes on PostgreSQL',
  () => {
    let scratch: ScratchDatabase;
    let database: Database;
    let processes: KillableProcess[];
    let stage: Stage;

    beforeAll(async () => {
      scratch = await newPostgresDatabase(POSTGRES.status === 'up' ? POSTGRES.url : '');
      const variables = {
        DATABASE_URL: scratch.url,
        AUTH_SECRET,
        REFRESH_GRACE_SECS,
        NODE_ENV: 'test',
      };
      const ports = await freePorts(4);
      processes = ports.map((PORT) => new KillableProcess('auth', { ...variables, PORT }, /listens on/));
      await Promise.all(processes.map((process) => process.start()));
      database = await scratch.open();
      stage = { database, clients: ports.map((port) => new SignInClient(`http://127.0.0.1:${port}`)) };
    }, PATIENCE_MS);

    afterAll(async () => {
      await Promise.all(processes.map((process) => process.stop()));
      await scratch.remove();
    });

    it(
      'end no family wrongly, let no true reuse pass, and end no other family for it',
      async () => {
        const families = await openFamilies(database, FAMILIES);
        await expectNoneEnded(stage, families);
        await expectThievesCaught(stage, families);
      },
      PATIENCE_MS,
    );

    it(
      'end no family when one of the processes is killed in the middle and its clients ask another',
      async () => {
        const families = await openFamilies(database, FAMILIES);
        const { clients } = stage;
        let cutOff = 0;
        let killed: Promise<void> | undefined;
        const answers = await allAtOnce(families, async (family, tab) => {
          try {
            const answer = await refresh(clients[tab], latest(family));
            // The first answer of the last process is its last.
            if (tab === TABS - 1) killed ??= processes[tab]?.killAndRestart();
            return answer;
          } catch {
            cutOff += 1;
            return refresh(clients[0], latest(family));
          }
        });
        await killed;
        expect(cutOff).toBeGreaterThan(0);
        expect(countByCode(answers.flat())).toEqual({ 200: FAMILIES * TABS });
        expect(await countByStatus(database, families)).toEqual({ live: FAMILIES, revoked: 0 });
        keep(families, answers);
        await expectNoneEnded(stage, families);
      },
      PATIENCE_MS,
    );
  },
);

describe('1,000 refreshes at once, in one process on SQLite', () => {
  it(
    'end no family wrongly, let no true reuse pass, and end no other family for it',
    async () => {
      const scratch = await newSqliteDatabase();
      const auth = await startAuth({ DATABASE_URL: scratch.url, AUTH_SECRET, REFRESH_GRACE_SECS });
      const database = await openDatabase(scratch.url);
      const stage = { database, clients: [new SignInClient(auth.url)] };
      const families = await openFamilies(database, FAMILIES);
      await expectNoneEnded(stage, families);
      await expectThievesCaught(stage, families);
      await auth.close();
      await database.destroy();
      await scratch.remove();
    },
    PATIENCE_MS,
  );
});
