import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inTurn } from './in-turn.js';
import type { Database } from './schema.js';
import { describeOnEachDatabase } from './testing/describe-on-each-database.js';

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
