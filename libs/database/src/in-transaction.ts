import type { Database } from './schema.js';

/**
 * Runs statements that are all carried out or none is. Within a transaction it is that one.
 *
 * Keep it short, and ask nothing but the given connection meanwhile: on SQLite every other writer waits for its end,
 * and so does whatever else this process asks of the database.
 *
 * @param work is given the connection to run them on; when it throws, nothing was done
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Database) => Promise<T>,
): Promise<T> {
  if (database.isTransaction) return work(database);
  return database.transaction().execute(work);
}
