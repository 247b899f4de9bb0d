import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/migration-list.js';
import type { Database } from './schema.js';
import { BUSY_TIMEOUT_MS } from './sqlite-file.js';

/** SQLite's result code for "another connection is writing". */
const SQLITE_BUSY = 5;
const LOCK_RETRY_MS = 25;
const LOCK_ATTEMPTS = 400;

/**
 * Brings the schema of a SQLite database up to date; does nothing when it already is.
 *
 * All of it happens in one transaction that takes the write lock first, so several processes may start on one
 * new file: one migrates, the others wait up to 10 s and find the work done; a failure leaves no half schema.
 *
 * @throws the migration's own error, with the schema as it was before.
 */
export async function migrateSqlite(database: Database, connection: DatabaseSync): Promise<void> {
  await takeWriteLock(connection);
  const { error } = await migratorOf(database).migrateToLatest();
  connection.exec(error === undefined ? 'COMMIT' : 'ROLLBACK');
  if (error !== undefined) throw error;
}

/**
 * Brings the schema of a PostgreSQL database up to date; does nothing when it already is.
 *
 * The migrator holds an advisory lock meanwhile, so of several processes one migrates and the others wait and find
 * the work done; it migrates in one transaction, so a failure leaves no half schema.
 *
 * @throws the migration's own error, with the schema as it was before.
 */
export async function migratePostgres(database: Database): Promise<void> {
  const { error } = await migratorOf(database).migrateToLatest();
  if (error !== undefined) throw error;
}

function migratorOf(database: Database): Migrator {
  return new Migrator({ db: database, provider: { getMigrations: async () => MIGRATIONS } });
}

/** Waits between tries rather than inside SQLite, which would stop this process's own other work. */
async function takeWriteLock(connection: DatabaseSync): Promise<void> {
  connection.exec('PRAGMA busy_timeout = 0');
  for (let attempt = 1; ; attempt += 1) {
    try {
      connection.exec('BEGIN IMMEDIATE');
      connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
      return;
    } catch (error) {
      if (attempt === LOCK_ATTEMPTS || !isBusy(error)) throw error;
      await sleep(LOCK_RETRY_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
