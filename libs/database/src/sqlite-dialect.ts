import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseConnection, type Dialect, type Driver, SqliteDialect } from 'kysely';
import { isBusy, sqliteFaultOf } from './sqlite-errors.js';
import { kyselyDriverOf } from './sqlite-file.js';

const LOCK_RETRY_MS = 5;
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Kysely's SQLite dialect, whose transactions take the write lock as they begin: one that reads first and then finds
 * somebody writing could only start over. A transaction of access mode `read only` takes none. What fails for now is a
 * `DatabaseUnavailableError`.
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
    acquireConnection: async (options) => patient(await driver.acquireConnection(options)),
    beginTransaction: (acquired, settings) =>
      settings.accessMode === 'read only'
        ? driver.beginTransaction(acquired, settings)
        : takeWriteLock(connection),
    commitTransaction: (acquired) => driver.commitTransaction(acquired),
    // Of some failures, such as a full disk, SQLite has rolled back by itself.
    rollbackTransaction: async (acquired) => {
      if (connection.isTransaction) await driver.rollbackTransaction(acquired);
    },
    releaseConnection: (acquired, options) => driver.releaseConnection(acquired, options),
    destroy: (options) => driver.destroy(options),
  };
}

/** A connection whose statements wait for writers of other processes as {@link whenFree} does. */
function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    executeQuery: (query) => whenFree(() => connection.executeQuery(query)),
    streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
  };
}

/** Begins a transaction with the write lock, for which it waits as {@link whenFree} does. */
export function takeWriteLock(connection: DatabaseSync): Promise<void> {
  return whenFree(() => connection.exec('BEGIN IMMEDIATE'));
}

/**
 * Does what another process's write lock may hold up, for 10 s at most: between tries rather than inside SQLite, which
 * would stop all other work of this process.
 */
async function whenFree<T>(act: () => T | Promise<T>): Promise<T> {
  for (let waitedMs = 0; ; waitedMs += LOCK_RETRY_MS) {
    try {
      return await act();
    } catch (error) {
      if (waitedMs >= LOCK_TIMEOUT_MS || !isBusy(error)) throw sqliteFaultOf(error);
    }
    await sleep(LOCK_RETRY_MS);
  }
}
