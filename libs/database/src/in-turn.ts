import { PostgresAdapter, sql } from 'kysely';
import { inTransaction } from './in-transaction.js';
import type { Database } from './schema.js';

/**
 * Runs one statement after every other under one of the same keys, in whatever process, has ended.
 *
 * For a change of several rows that must see what a concurrent one does to them: two such statements of PostgreSQL
 * each overlook what the other is about to write. In SQLite writers take turns anyway.
 *
 * @param statement is given the connection to run it on
 */
export async function inTurn<T>(
  database: Database,
  keys: string | readonly string[],
  statement: (database: Database) => Promise<T>,
): Promise<T> {
  if (!takesTurns(database)) return statement(database);
  return inTransaction(database, async (transaction) => {
    await awaitTurn(transaction, keys);
    return statement(transaction);
  });
}

/**
 * Resolves within a transaction once every other one that waited for one of the same keys has ended; theirs is the
 * turn until this one ends.
 */
export async function awaitTurn(transaction: Database, keys: string | readonly string[]): Promise<void> {
  if (!takesTurns(transaction)) return;
  // In one order, whoever asks: two that hold what the other waits for would wait for ever.
  for (const key of [keys].flat().toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
}

/**
 * Resolves within a transaction once nobody has the turn of a key, who would then wait for it until this one ends. Those
 * who share it do not wait for each other.
 */
export async function shareTurn(transaction: Database, key: string): Promise<void> {
  if (!takesTurns(transaction)) return;
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`.execute(transaction);
}

function takesTurns(database: Database): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}
