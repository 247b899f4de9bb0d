import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inTurn } from './in-turn.js';
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
