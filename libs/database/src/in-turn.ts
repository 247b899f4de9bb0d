import { PostgresAdapter, sql } from 'kysely';
import type { Database } from './schema.js';

/**
 * Runs one statement after every other under the same key, in whatever process, has ended.
 *
 * For a change of several rows that must see what a concurrent one does to them: two such statements of PostgreSQL
 * each overlook what the other is about to write. In SQLite writers take turns anyway.
 *
 * @param statement is given the connection to run it on
 */
export async function inTurn<T>(
  database: Database,
  key: string,
  statement: (database: Database) => Promise<T>,
): Promise<T> {
  if (!(database.getExecutor().adapter instanceof PostgresAdapter)) return statement(database);
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
    return statement(transaction);
  });
}
