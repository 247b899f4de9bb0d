import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Database, DatabaseUnavailableError } from '@standby/database';
import { newPostgresDatabase, postgresForTests, type ScratchDatabase } from '@standby/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PostgresServer } from './postgres-server.js';

const POSTGRES = await postgresForTests();
const WRITERS = 8;

const rowNamed = (name: string) => ({
  key_digest: name,
  fingerprint: '',
  holder: '',
  status: 'settled' as const,
  outcome: '',
  lease_ends_at: 0,
  expires_at: 0,
});

/** Writes rows one after the other for as long as it is let, and keeps the book of what it was told. */
class Writer {
  readonly written: string[] = [];
  readonly refused: unknown[] = [];
  #state: 'writing' | 'told to end' = 'writing';
  readonly #work: Promise<void>;

  constructor(private readonly database: Database) {
    this.#work = this.#write();
  }

  async end(): Promise<void> {
    this.#state = 'told to end';
    await this.#work;
  }

  async #write(): Promise<void> {
    while (this.#state === 'writing') {
      const row = rowNamed(randomUUID());
      try {
        await this.database.insertInto('sms_outcomes').values(row).execute();
        this.written.push(row.key_digest);
      } catch (error) {
        this.refused.push(error);
        await sleep(5);
      }
    }
  }
}

/** Resolves once a condition holds; the time limit of the test bounds it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

describe.skipIf(POSTGRES.status === 'absent')('a PostgreSQL server that crashes under load', () => {
  let server: PostgresServer;
  let scratch: ScratchDatabase;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = await PostgresServer.start();
  });

  afterAll(async () => {
    await server.stop();
    Logger.overrideLogger(true);
  });

  beforeEach(async () => {
    scratch = await newPostgresDatabase(server.url);
  });

  afterEach(() => scratch.remove());

  it('loses nothing it acknowledged, is told apart from other errors, and is found again', async () => {
    const database = await scratch.open({ poolSize: 4 });
    const writers = Array.from({ length: WRITERS }, () => new Writer(database));
    const rounds = 2;
    for (let round = 0; round < rounds; round += 1) {
      const before = writers.map(({ written }) => written.length);
      await until(() => writers.every(({ written }, index) => written.length > (before[index] ?? 0) + 5));
      const refused = writers.map((writer) => writer.refused.length);
      await server.crash();
      await until(() => writers.every((writer, index) => writer.refused.length > (refused[index] ?? 0)));
      await server.startAgain();
    }
    const before = writers.map(({ written }) => written.length);
    await until(() => writers.every(({ written }, index) => written.length > (before[index] ?? 0)));
    await Promise.all(writers.map((writer) => writer.end()));

    for (const error of writers.flatMap(({ refused }) => refused))
      expect(error).toBeInstanceOf(DatabaseUnavailableError);
    const rows = await database.selectFrom('sms_outcomes').select('key_digest').execute();
    const kept = new Set(rows.map(({ key_digest }) => key_digest));
    expect(writers.flatMap(({ written }) => written).filter((name) => !kept.has(name))).toEqual([]);
  });

  it('undoes the transaction that was under way', async () => {
    const database = await scratch.open();
    const cut = database.transaction().execute(async (transaction) => {
      await transaction.insertInto('sms_outcomes').values(rowNamed('cut')).execute();
      await server.crash();
      await transaction.selectFrom('sms_outcomes').selectAll().execute();
    });
    await expect(cut).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await server.startAgain();
    expect(await database.selectFrom('sms_outcomes').selectAll().execute()).toEqual([]);
  });
});
