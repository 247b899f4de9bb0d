import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { inTransaction } from './in-transaction.js';
import { awaitTurn, inTurn } from './in-turn.js';
import type { Database } from './schema.js';
import { describeOnEachDatabase, describeOnPostgres } from './testing/describe-on-each-database.js';

/** A row named after how many there are, which no other row may be named. */
const addNextRow = (database: Database) =>
  database
    .insertInto('sms_outcomes')
    .columns(['key_digest', 'fingerprint', 'holder', 'status', 'outcome', 'lease_ends_at', 'expires_at'])
    .expression((from) =>
      from
        .selectFrom('sms_outcomes')
        .select([sql<string>`cast(count(*) as text)`.as('key_digest'), sql.lit('').as('fingerprint')])
        .select([sql.lit('').as('holder'), sql.lit('settled').as('status'), sql.lit('').as('outcome')])
        .select([sql.lit(0).as('lease_ends_at'), sql.lit(0).as('expires_at')]),
    )
    .execute();

const rowCount = async (database: Database) =>
  (await database.selectFrom('sms_outcomes').select('key_digest').execute()).length;

describeOnEachDatabase('inTurn', (scratch) => {
  it('lets each statement see what the ones before it wrote, over any number of connections', async () => {
    const databases = [await scratch().open(), await scratch().open()];
    const calls = Array.from({ length: 10 }, () => databases).flat();
    await Promise.all(calls.map((database) => inTurn(database, 'rows', addNextRow)));
    expect(await databases[0]?.selectFrom('sms_outcomes').select('key_digest').execute()).toHaveLength(20);
  });

  it('gives the turn to the next when a statement fails', async () => {
    const database = await scratch().open();
    await expect(inTurn(database, 'rows', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(inTurn(database, 'rows', addNextRow)).resolves.toBeDefined();
  });
});

describeOnEachDatabase('inTransaction', (scratch) => {
  it('undoes all of it when a part fails, and is one transaction however often it is entered', async () => {
    const database = await scratch().open();
    const failing = inTransaction(database, async (outer) => {
      await addNextRow(outer);
      await inTransaction(outer, addNextRow);
      await inTurn(outer, 'rows', addNextRow);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await rowCount(database)).toBe(0);
  });

  it('waits neither for itself nor for one that asked for the same turns in another order', async () => {
    const databases = [await scratch().open(), await scratch().open()];
    const turns = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? ['a', 'b', 'rows'] : ['b', 'a', 'rows'],
    );
    const calls = turns.map((keys, index) =>
      inTransaction(databases[index % 2] ?? missing(), async (transaction) => {
        await awaitTurn(transaction, keys);
        await addNextRow(transaction);
      }),
    );
    await Promise.all(calls);
    expect(await rowCount(databases[0] ?? missing())).toBe(20);
  });
});

describeOnPostgres('on a database whose transactions would see what there was when they began', (scratch) => {
  beforeEach(async () => {
    const database = await scratch().open();
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database);
    const name = sql.id(rows[0]?.name ?? '');
    await sql`alter database ${name} set default_transaction_isolation = 'repeatable read'`.execute(database);
    await scratch().close();
  });

  it('each statement in its turn sees what the ones before it wrote all the same', async () => {
    const databases = [await scratch().open(), await scratch().open()];
    const calls = Array.from({ length: 10 }, () => databases).flat();
    await Promise.all(calls.map((database) => inTurn(database, 'rows', addNextRow)));
    expect(await rowCount(databases[0] ?? missing())).toBe(20);
  });

  it('a statement that waits for another to change its row goes on from what that made of it', async () => {
    const database = await scratch().open();
    await addNextRow(database);
    const count = sql`update sms_outcomes set lease_ends_at = lease_ends_at + 1`;
    const second = await inTransaction(database, async (first) => {
      await count.execute(first);
      const waiting = count.execute(database);
      await somebodyWaits(database);
      return { waiting };
    });
    await second.waiting;
    const row = await database.selectFrom('sms_outcomes').select('lease_ends_at').executeTakeFirst();
    expect(row).toEqual({ lease_ends_at: 2 });
  });
});

/** Resolves once a statement on the same database waits for a lock. */
async function somebodyWaits(database: Database): Promise<void> {
  const waiting = sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(database)).rows.length === 0);
}

function missing(): never {
  throw new Error('The databases were opened.');
}
