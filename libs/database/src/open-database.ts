import { Kysely, SqliteDialect } from 'kysely';
import { normaliseDatabaseUrl } from './database-url.js';
import { migrate } from './migrate.js';
import type { Database } from './schema.js';
import { kyselyDriverOf, openSqlite } from './sqlite-file.js';

/** Injects the {@link Database}. */
export const DATABASE = Symbol('DATABASE');

/**
 * Opens the database and brings its schema up to date before anyone can query it. Close it with `destroy()`.
 *
 * @throws {DatabaseUrlError} when the URL names no supported engine; nothing was created.
 */
export async function openDatabase(url: string): Promise<Database> {
  const connection = openSqlite(normaliseDatabaseUrl(url));
  const database: Database = new Kysely({
    dialect: new SqliteDialect({ database: kyselyDriverOf(connection) }),
  });
  try {
    await migrate(database, connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return database;
}
