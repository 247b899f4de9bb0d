import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { type DatabaseLimits, openDatabase } from '../open-database.js';
import type { Database } from '../schema.js';

/** What a scratch database needs of its engine. */
interface ScratchStorage {
  /** Takes everything out of it, the schema too. */
  empty(): Promise<void>;
  drop(): Promise<void>;
}

/** A database of a test's own. */
export class ScratchDatabase {
  #connections: Database[] = [];

  constructor(
    /** Its `DATABASE_URL`. */
    readonly url: string,
    private readonly storage: ScratchStorage,
  ) {}

  /** Opens it as one more process would. */
  async open(limits: DatabaseLimits = { poolSize: 4 }): Promise<Database> {
    const connection = await openDatabase(this.url, limits);
    this.#connections.push(connection);
    return connection;
  }

  /** Closes all that was opened, as the end of the processes would; the rows stay. */
  async close(): Promise<void> {
    await Promise.all(this.#connections.splice(0).map((connection) => connection.destroy()));
  }

  /** Closes it and makes it as good as new. */
  async empty(): Promise<void> {
    await this.close();
    await this.storage.empty();
  }

  /** Closes it and removes it. */
  async remove(): Promise<void> {
    await this.close();
    await this.storage.drop();
  }
}

/** A new SQLite file, alone in its directory. */
export async function newSqliteDatabase(): Promise<ScratchDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'standby-database-'));
  const drop = async () => rmSync(directory, { recursive: true, force: true });
  // Opening makes the directory again.
  return new ScratchDatabase(`sqlite:${join(directory, 'standby.sqlite')}`, { empty: drop, drop });
}

/**
 * A new database on a PostgreSQL server.
 *
 * @param serverUrl leads to any database of it, as somebody who may create others
 */
export async function newPostgresDatabase(serverUrl: string): Promise<ScratchDatabase> {
  const url = new URL(serverUrl);
  const name = `standby_${randomUUID().replaceAll('-', '')}`;
  url.pathname = `/${name}`;
  // Copying files takes a third of the time that writing them through the log does.
  await tellServer(serverUrl, `create database ${name} strategy file_copy`);
  return new ScratchDatabase(url.href, {
    empty: () => tellServer(url.href, 'drop schema public cascade; create schema public'),
    drop: () => tellServer(serverUrl, `drop database ${name} with (force)`),
  });
}

/** Runs statements outside any pool, on a database that need not have our tables. */
async function tellServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
