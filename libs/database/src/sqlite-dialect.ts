import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type Driver, SqliteDialect } from 'kysely';
import { BUSY_TIMEOUT_MS, kyselyDriverOf } from './sqlite-file.js';

/** SQLite's result code for "another connection is writing". */
const SQLITE_BUSY = 5;
const LOCK_RETRY_MS = 5;
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Kysely's SQLite dialect, whose transactions take the write lock as they begin: one that reads first and then finds
 * somebody writing could only start over. A transaction of access mode `read only` takes none.
 */
export function sqliteDialectOf(connection: DatabaseSync): Dialect {
  const dialect = new SqliteDialect({ database: kyselyDriverOf(connection) });
  return {
    createDriver: () => lockingFirst(dialect.createDriver(), connection),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (database) => dialect.createIntrospector(database),
  };
}

function lockingFirst(driver: Driver, connection: DatabaseSync): Driver {
  return {
    init: (options) => driver.init(options),
    acquireConnection: (options) => driver.acquireConnection(options),
    beginTransaction: (acquired, settings) =>
      settings.accessMode === 'read only'
        ? driver.beginTransaction(acquired, settings)
        : takeWriteLock(connection),
    commitTransaction: (acquired) => driver.commitTransaction(acquired),
    rollbackTransaction: (acquired) => driver.rollbackTransaction(acquired),
    releaseConnection: (acquired, options) => driver.releaseConnection(acquired, options),
    destroy: (options) => driver.destroy(options),
  };
}

/**
 * Begins a transaction with the write lock, for which it waits up to 10 s; between tries rather than inside SQLite,
 * which would stop this process's own other work.
 */
export async function takeWriteLock(connection: DatabaseSync): Promise<void> {
  connection.exec('PRAGMA busy_timeout = 0');
  try {
    for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
      try {
        connection.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (waitedMs >= LOCK_TIMEOUT_MS || !isBusy(error)) throw error;
      }
      await sleep(LOCK_RETRY_MS);
    }
  } finally {
    connection.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
