import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@standby/database';
import type { OutcomeStore } from '@standby/sms';
import { SqlOutcomeStore } from '@standby/sms/sql';

/** A database file of a test's own, with as many connections as processes would have. */
export class OutcomeDatabase {
  readonly #directory = mkdtempSync(join(tmpdir(), 'standby-ledger-'));
  #connections: Database[] = [];

  /** A store on a connection of its own. */
  async connect(): Promise<OutcomeStore> {
    const connection = await openDatabase(`sqlite:${join(this.#directory, 'standby.sqlite')}`);
    this.#connections.push(connection);
    return new SqlOutcomeStore(connection);
  }

  /** Closes every connection, as the end of the processes would; the file stays. */
  async disconnect(): Promise<void> {
    await Promise.all(this.#connections.splice(0).map((connection) => connection.destroy()));
  }

  /** What the file holds, as whoever finds a copy of it reads it. */
  async rows(): Promise<string> {
    await this.connect();
    const rows = await this.#connections.at(-1)?.selectFrom('sms_outcomes').selectAll().execute();
    return JSON.stringify(rows);
  }

  /** Removes the file. */
  async remove(): Promise<void> {
    await this.disconnect();
    rmSync(this.#directory, { recursive: true });
  }
}
