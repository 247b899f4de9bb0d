import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inTransaction } from './in-transaction.js';
import { awaitTurn, inTurn } from './in-turn.js';
import type { Database } from './schema.js';
import { describeOnEachDatabase } from './testing/describe-on-each-database.js';

/** A key named after how many there are, which no other key may be named. */
const addNextKey = (database: Database) =>
  database
    .insertInto('signing_keys')
    .columns(['kid', 'public_key', 'sealed_private_key', 'created_at'])
    .expression((from) =>
      from
        .selectFrom('signing_keys')
        .select([sql<string>`cast(count(*) as text)`.as('kid'), sql.lit('').as('public_key')])
        .select([sql.lit('').as('sealed_private_key'), sql.lit(0).as('created_at')]),
    )
    .execute();

const keyCount = async (database: Database) =>
  (await database.selectFrom('signing_keys').select('kid').execute()).length;

describeOnEachDatabase('inTurn', (scratch) => {
  it('lets each statement see what the ones before it wrote, over any number of connections', async () => {
    const databases = [await scratch().open(), await scratch().open()];
    const calls = Array.from({ length: 10 }, () => databases).flat();
    await Promise.all(calls.map((database) => inTurn(database, 'keys', addNextKey)));
    expect(await databases[0]?.selectFrom('signing_keys').select('kid').execute()).toHaveLength(20);
  });

  it('gives the turn to the next when a statement fails', async () => {
    const database = await scratch().open();
    await expect(inTurn(database, 'keys', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(inTurn(database, 'keys', addNextKey)).resolves.toBeDefined();
  });
});

describeOnEachDatabase('inTransaction', (scratch) => {
  it('undoes all of it when a part fails, and is one transaction however often it is entered', async () => {
    const database = await scratch().open();
    const failing = inTransaction(database, async (outer) => {
      await addNextKey(outer);
      await inTransaction(outer, addNextKey);
      await inTurn(outer, 'keys', addNextKey);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await keyCount(database)).toBe(0);
  });

  it('waits neither for itself nor for one that asked for the same turns in another order', async () => {
    const databases = [await scratch().open(), await scratch().open()];
    const turns = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? ['a', 'b', 'keys'] : ['b', 'a', 'keys'],
    );
    const calls = turns.map((keys, index) =>
      inTransaction(databases[index % 2] ?? missing(), async (transaction) => {
        await awaitTurn(transaction, keys);
        await addNextKey(transaction);
      }),
    );
    await Promise.all(calls);
    expect(await keyCount(databases[0] ?? missing())).toBe(20);
  });
});

function missing(): never {
  throw new Error('The databases were opened.');
}
