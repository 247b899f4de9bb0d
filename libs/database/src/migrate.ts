import type { DatabaseSync } from 'node:sqlite';
import { Migrator } from 'kysely/migration';
import { DatabaseVersionError } from './database-error.js';
import { MIGRATIONS } from './migrations/migration-list.js';
import type { Database } from './schema.js';
import { takeWriteLock } from './sqlite-dialect.js';

/**
 * Brings the schema of a SQLite database up to date; does nothing when it already is.
 *
 * All of it happens in one transaction that takes the write lock first, so several processes may start on one
 * new file: one migrates, the others wait up to 10 s and find the work done; a failure leaves no half schema.
 *
 * @throws {DatabaseVersionError} when other migrations than these made it; nothing was changed.
 * @throws the migration's own error, with the schema as it was before.
 */
export async function migrateSqlite(database: Database, connection: DatabaseSync): Promise<void> {
  await takeWriteLock(connection);
  const fault = await migrationFaultIn(database);
  connection.exec(fault === undefined ? 'COMMIT' : 'ROLLBACK');
  if (fault !== undefined) throw fault;
}

/**
 * Brings the schema of a PostgreSQL database up to date; does nothing when it already is.
 *
 * The migrator holds an advisory lock meanwhile, so of several processes one migrates and the others wait and find
 * the work done; it migrates in one transaction, so a failure leaves no half schema.
 *
 * @throws {DatabaseVersionError} when other migrations than these made it; nothing was changed.
 * @throws the migration's own error, with the schema as it was before.
 */
export async function migratePostgres(database: Database): Promise<void> {
  const fault = await migrationFaultIn(database);
  if (fault !== undefined) throw fault;
}

/** Migrates, and returns what kept it from that. */
async function migrationFaultIn(database: Database): Promise<unknown> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  // The migrator has no error of its own for a database whose history is another one.
  const isForeign = error instanceof Error && error.message.startsWith('corrupted migrations');
  return isForeign ? new DatabaseVersionError({ cause: error }) : error;
}
