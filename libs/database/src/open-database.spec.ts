import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { DatabaseVersionError } from './database-error.js';
import { openExistingDatabase } from './open-database.js';
import type { Database } from './schema.js';
import { describeOnEachDatabase } from './testing/describe-on-each-database.js';

const account = (id: string) => ({
  id,
  number_digest: `digest of ${id}`,
  number_key: 'key',
  sealed_number: 'sealed',
  created_at: 1_790_000_000_000,
  last_signed_in_at: 1,
});
const renameFirst = (to: string) => sql`update kysely_migration set name = ${to} where name like '0001-%'`;
const accountIds = async (database: Database) =>
  (await database.selectFrom('accounts').select('id').orderBy('id').execute()).map(({ id }) => id);

const accountIdsAt = async (url: string) => {
  const existing = await openExistingDatabase(url);
  try {
    return await accountIds(existing);
  } finally {
    await existing.destroy();
  }
};

describeOnEachDatabase('openDatabase', (scratch) => {
  it('keeps rows, and times to the millisecond, across a reopening', async () => {
    const first = await scratch().open();
    await first.insertInto('accounts').values(account('a')).execute();
    await scratch().close();
    const again = await scratch().open();
    const row = await again.selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual(account('a'));
  });

  it('lets openers start together on a new database, and each sees what another writes', async () => {
    const opened = await Promise.all(Array.from({ length: 6 }, () => scratch().open()));
    for (const [index, database] of opened.entries())
      await database
        .insertInto('accounts')
        .values(account(`${index}`))
        .execute();
    for (const database of opened) expect(await accountIds(database)).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('refuses a second account for a number and an acceptance without its message', async () => {
    const database = await scratch().open();
    await database.insertInto('accounts').values(account('a')).execute();
    const twin = { ...account('b'), number_digest: account('a').number_digest };
    await expect(database.insertInto('accounts').values(twin).execute()).rejects.toThrow(/unique/i);
    const orphan = { message_id: 'none', provider: 'p', provider_message_id: 'i' };
    await expect(database.insertInto('sms_acceptances').values(orphan).execute()).rejects.toThrow(
      /foreign key/i,
    );
  });

  it('gives numbers back as numbers', async () => {
    const database = await scratch().open();
    await database.insertInto('accounts').values(account('a')).execute();
    const row = await database
      .selectFrom('accounts')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('created_at').as('latest')])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ count: 1, latest: 1_790_000_000_000 });
  });

  it('leaves a database alone that other migrations made, and says what to do', async () => {
    const database = await scratch().open();
    await renameFirst('0001-sign-in').execute(database);
    await expect(scratch().open()).rejects.toThrow(DatabaseVersionError);
    await expect(scratch().open()).rejects.toThrow('DATABASE_URL');
    await renameFirst('0001-accounts-and-challenges').execute(database);
    await expect(scratch().open()).resolves.toBeDefined();
  });

  it('makes nothing where it is to open what is there, and finds it there later', async () => {
    await expect(accountIdsAt(scratch().url)).rejects.toThrow();
    const database = await scratch().open();
    await database.insertInto('accounts').values(account('a')).execute();
    expect(await accountIdsAt(scratch().url)).toEqual(['a']);
  });

  it('undoes a transaction that fails', async () => {
    const database = await scratch().open();
    const failing = database.transaction().execute(async (transaction) => {
      await transaction.insertInto('accounts').values(account('a')).execute();
      throw new Error('afterwards');
    });
    await expect(failing).rejects.toThrow('afterwards');
    expect(await accountIds(database)).toEqual([]);
  });
});
