import { Kysely, PostgresDialect } from 'kysely';
import { type DatabaseEngine, normaliseDatabaseUrl } from './database-url.js';
import { migratePostgres, migrateSqlite } from './migrate.js';
import type { PostgresLimits } from './postgres-pool.js';
import type { Database } from './schema.js';
import { sqliteDialectOf } from './sqlite-dialect.js';
import { openExistingSqlite, openSqlite } from './sqlite-file.js';

/** Injects the {@link Database}. */
export const DATABASE = Symbol('DATABASE');

/** How much of a PostgreSQL server to use; SQLite has one connection. Times in ms. */
export interface DatabaseLimits {
  /** Connections at most, from 1. Default: 10. */
  readonly poolSize?: number;
  /** How long to wait for a connection. Default: 5000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take. Default: 5000. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens the database and brings its schema up to date before anyone can query it. Close it with `destroy()`.
 *
 * @throws {DatabaseUrlError} when the URL names no supported engine; nothing was created.
 * @throws {DatabaseUnavailableError} when the server cannot be reached.
 */
export async function openDatabase(url: string, limits: DatabaseLimits = {}): Promise<Database> {
  const target = normaliseDatabaseUrl(url);
  if (target.engine === 'sqlite') return openSqliteDatabase(target);
  return openPostgresDatabase(target.connectionString, limitsOf(limits));
}

/**
 * Opens a database as it stands: creates and migrates nothing. Close it with `destroy()`.
 *
 * @throws {DatabaseUrlError} when the URL names no supported engine.
 * @throws {DatabaseUnavailableError} when there is no such file. Of a server that cannot be reached the first query tells.
 */
export async function openExistingDatabase(url: string, limits: DatabaseLimits = {}): Promise<Database> {
  const target = normaliseDatabaseUrl(url);
  if (target.engine === 'postgres') return connectTo(target.connectionString, limitsOf(limits));
  const connection = target.storage === 'memory' ? openSqlite(target) : openExistingSqlite(target.path);
  return new Kysely({ dialect: sqliteDialectOf(connection) });
}

function limitsOf({ poolSize = 10, connectTimeoutMs = 5_000, statementTimeoutMs = 5_000 }: DatabaseLimits) {
  return { poolSize, connectTimeoutMs, statementTimeoutMs };
}

async function openSqliteDatabase(target: Extract<DatabaseEngine, { engine: 'sqlite' }>): Promise<Database> {
  const connection = openSqlite(target);
  const database: Database = new Kysely({ dialect: sqliteDialectOf(connection) });
  try {
    await migrateSqlite(database, connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return database;
}

async function openPostgresDatabase(connectionString: string, limits: PostgresLimits): Promise<Database> {
  // A migration, or the wait for another process's, may take longer than a request should.
  const migrating = await connectTo(connectionString, { ...limits, poolSize: 1, statementTimeoutMs: 0 });
  try {
    await migratePostgres(migrating);
  } finally {
    await migrating.destroy();
  }
  return connectTo(connectionString, limits);
}

async function connectTo(connectionString: string, limits: PostgresLimits): Promise<Database> {
  // Loaded when it is used.
  const { openPostgresPool } = await import('./postgres-pool.js');
  return new Kysely({ dialect: new PostgresDialect({ pool: openPostgresPool(connectionString, limits) }) });
}
