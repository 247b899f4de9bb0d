import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { postgresForTests } from './postgres-for-tests.js';
import { newPostgresDatabase, newSqliteDatabase, type ScratchDatabase } from './scratch-database.js';

const POSTGRES = await postgresForTests();

/** Leads to the database of the running test. */
export type DatabaseOfTest = () => ScratchDatabase;

/**
 * Declares a suite once for SQLite and once for PostgreSQL, where each test finds a new database. Call it in a
 * spec file of vitest.
 */
export function describeOnEachDatabase(name: string, declare: (database: DatabaseOfTest) => void): void {
  describe(`${name} on SQLite`, () => {
    declare(eachTestIn(newSqliteDatabase));
  });
  describeOnPostgres(`${name} on PostgreSQL`, declare);
}

/**
 * Declares a suite for PostgreSQL alone. Where that cannot start, its tests are skipped and the reason stands in
 * their name.
 */
export function describeOnPostgres(name: string, declare: (database: DatabaseOfTest) => void): void {
  if (POSTGRES.status === 'absent') {
    describe.skip(`${name}, which does not start: ${POSTGRES.reason}`, () => declare(noDatabase));
    return;
  }
  const { url } = POSTGRES;
  describe(name, () => {
    declare(eachTestIn(() => newPostgresDatabase(url)));
  });
}

/** One database for the suite, as good as new before each test. */
function eachTestIn(create: () => Promise<ScratchDatabase>): DatabaseOfTest {
  let database: ScratchDatabase | undefined;
  beforeAll(async () => {
    database = await create();
  });
  // Not after a test: what it started, and ends in a hook outside, may still write by then.
  beforeEach(() => database?.empty());
  afterAll(() => database?.remove());
  return () => database ?? noDatabase();
}

function noDatabase(): never {
  throw new Error('The database is there while a test runs.');
}
