import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { SqliteDatabase } from 'kysely';
import type { DatabaseEngine } from './database-url.js';
import { sqliteFaultOf } from './sqlite-errors.js';

/** How long the opening waits for a writer in another process, in ms; statements wait in `sqlite-dialect.ts`. */
const OPEN_TIMEOUT_MS = 5_000;

/**
 * Opens SQLite so that a row written is a row kept.
 *
 * A file is created readable by its owner only (0600, in a directory made 0700): it holds phone numbers. SQLite
 * gives its `-wal` and `-shm` companions the same mode.
 */
export function openSqlite(target: Extract<DatabaseEngine, { engine: 'sqlite' }>): DatabaseSync {
  if (target.storage === 'memory') return configured(new DatabaseSync(':memory:'));
  mkdirSync(dirname(target.path), { recursive: true, mode: 0o700 });
  // SQLite creates files by the umask; creating the file first decides the mode without a moment in between.
  closeSync(openSync(target.path, 'a', 0o600));
  return configured(new DatabaseSync(target.path));
}

/**
 * Opens a SQLite file as it stands, and makes none.
 *
 * @throws {DatabaseUnavailableError} when it is not there
 */
export function openExistingSqlite(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  // One that may be written: a reader alone leaves its "-wal" and "-shm" behind.
  url.searchParams.set('mode', 'rw');
  try {
    return new DatabaseSync(url);
  } catch (error) {
    throw sqliteFaultOf(error);
  }
}

function configured(connection: DatabaseSync): DatabaseSync {
  connection.exec(`PRAGMA busy_timeout = ${OPEN_TIMEOUT_MS}`);
  connection.exec('PRAGMA journal_mode = WAL');
  // FULL syncs the log at every commit. WAL's usual NORMAL may lose the last commits when the machine stops,
  // and here that would bring a consumed code or a revoked session back to life.
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA foreign_keys = ON');
  connection.exec('PRAGMA busy_timeout = 0');
  return connection;
}

/** Gives Kysely's SQLite dialect the four calls it makes, over `node:sqlite`. */
export function kyselyDriverOf(connection: DatabaseSync): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare: (text) => {
      const statement = connection.prepare(text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...bindable(parameters)),
        run: (parameters) => statement.run(...bindable(parameters)),
        iterate: (parameters) => statement.iterate(...bindable(parameters)),
      };
    },
  };
}

function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'number' ||
      typeof value === 'bigint'
    ) {
      return value;
    }
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`SQLite cannot store a value of type ${typeof value}; convert it in the query.`);
  });
}
