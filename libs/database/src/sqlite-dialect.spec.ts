import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DatabaseUnavailableError } from './database-error.js';
import { inTransaction } from './in-transaction.js';
import type { Database } from './schema.js';
import { newSqliteDatabase, type ScratchDatabase } from './testing/scratch-database.js';

let scratch: ScratchDatabase;
let database: Database;

beforeEach(async () => {
  scratch = await newSqliteDatabase();
  database = await scratch.open();
});

afterEach(() => scratch.remove());

const addKey = (on: Database, name: string) =>
  on.insertInto('number_keys').values({ name, created_at: 0 }).execute();
const names = async () =>
  (await database.selectFrom('number_keys').select('name').execute()).map(({ name }) => name);

it('goes on with other work while a statement waits for the writer of another process', async () => {
  const other = new DatabaseSync(scratch.url.replace('sqlite:', ''));
  other.exec('BEGIN IMMEDIATE');
  const adding = addKey(database, 'mine');
  await setImmediate();
  other.exec(`INSERT INTO number_keys (name, created_at) VALUES ('theirs', 0)`);
  other.exec('COMMIT');
  other.close();
  await adding;
  expect(await names()).toEqual(['mine', 'theirs']);
});

it.each([
  ['a statement', () => addKey(database, 'x'.repeat(1_000_000))],
  [
    'a transaction',
    () =>
      inTransaction(database, async (transaction) => {
        await addKey(transaction, 'small');
        await addKey(transaction, 'x'.repeat(1_000_000));
      }),
  ],
])('says of %s for which there is no room that the database is not available', async (_, act) => {
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(database);
  await sql.raw(`PRAGMA max_page_count = ${rows[0]?.page_count ?? 0}`).execute(database);
  await expect(act()).rejects.toEqual(new DatabaseUnavailableError('SQLITE_FULL'));
  await sql.raw('PRAGMA max_page_count = 1000000').execute(database);
  await addKey(database, 'later');
  expect(await names()).toEqual(['later']);
});
