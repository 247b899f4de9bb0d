import { Logger } from '@nestjs/common';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { Pool, types } from 'pg';
import { DatabaseUnavailableError } from './database-error.js';
import { connectFaultOf, lossReasonOf, statementFaultOf } from './postgres-errors.js';

/** How much of the server, and for how long, one process asks. */
export interface PostgresLimits {
  /** Connections at most, from 1. */
  readonly poolSize: number;
  /** How long to wait for a connection, new or given back, in ms. */
  readonly connectTimeoutMs: number;
  /** How long one statement may take, in ms; 0 has no end. */
  readonly statementTimeoutMs: number;
}

/** How much longer than the server this side waits: the server's own end of a statement is the cleaner one. */
const SILENCE_MS = 1_000;
/**
 * Statements have to see what was committed while they waited for their turn, or for a row. Server, database and role may
 * each have another default.
 */
const READ_COMMITTED = 'set session characteristics as transaction isolation level read committed';
const INT8: number = types.builtins.INT8;

/**
 * Gives Kysely's PostgreSQL dialect a bounded pool. Its connections are made as they are needed, so a server that
 * comes back is found again by the next statement.
 *
 * Whatever fails is a {@link DatabaseUnavailableError} or a `DatabaseStatementError`; a connection that was lost
 * while nobody used it is logged and replaced.
 */
export function openPostgresPool(connectionString: string, limits: PostgresLimits): PostgresPool {
  const logger = new Logger('Database');
  const { poolSize, connectTimeoutMs, statementTimeoutMs } = limits;
  const pool = new Pool({
    connectionString,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    ...(statementTimeoutMs > 0 && {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + SILENCE_MS,
    }),
    keepAlive: true,
    // Of a new connection, before it is given to anybody.
    verify: (client, done) => client.query(READ_COMMITTED, done),
    fallback_application_name: 'standby',
    types: { getTypeParser },
  });
  pool.on('error', (error) => {
    // The error has the whole client on it, and the client its configuration; only the reason is for the log.
    if (!pool.ending) logger.warn({ msg: 'database connection lost', reason: lossReasonOf(error) });
  });
  // The pool listens only to idle connections; one that fails between two statements would end the process. The
  // next statement on it tells.
  pool.on('connect', (client) => client.on('error', () => {}));
  const clients: PostgresPool = pool;
  return {
    options: {},
    connect: async () => new GuardedClient(await clients.connect().catch(rethrow(connectFaultOf))),
    end: () => clients.end(),
  };
}

/** One connection, in the errors of this package; one that was lost is not given back for others to use. */
class GuardedClient implements PostgresPoolClient {
  #state: 'usable' | 'lost' = 'usable';

  constructor(private readonly client: PostgresPoolClient) {}

  query<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') return this.client.query(asked);
    return this.client.query<R>(asked, parameters).catch((error: unknown) => {
      const fault = statementFaultOf(error);
      if (fault instanceof DatabaseUnavailableError) this.#state = 'lost';
      throw fault;
    });
  }

  release(destroy = false): void {
    this.client.release(destroy || this.#state === 'lost');
  }
}

function rethrow(faultOf: (error: unknown) => unknown): (error: unknown) => never {
  return (error) => {
    throw faultOf(error);
  };
}

/** The driver's parsers, but for `bigint`: the driver gives text, and every one here is a number. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8 && format !== 'binary' ? safeNumberOf : types.getTypeParser(oid, format);
}

function safeNumberOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('A bigint of the database is too large for a number.');
  return value;
}
