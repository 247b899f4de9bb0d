import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type Database, openExistingDatabase } from '@standby/database';
import type { RecordedRequest } from '@standby/sms';
import { parseRecordedRequest, recordedRequestOf } from './recorded-request.js';

/** A log that can be replayed. */
export interface RecordedLog {
  /** What `progress` is told to go up to. */
  readonly size: number;
  /** In order of time; `progress` is told how far it is. */
  requests(progress: (done: number) => void): AsyncIterable<RecordedRequest>;
  close(): Promise<void>;
}

const DATABASE = /^(sqlite|postgres|postgresql):/;
const SQLITE_FILE = /\.(sqlite3?|db)$/;
/** Rows read at once. */
const PAGE = 5_000;

/**
 * Opens a log: a `DATABASE_URL`, a SQLite file, or a file of JSON lines.
 *
 * @throws {Error} when there is no such file or database
 */
export async function openLog(where: string): Promise<RecordedLog> {
  if (DATABASE.test(where)) return openDatabaseLog(where);
  const { size } = await stat(where);
  if (SQLITE_FILE.test(where)) return openDatabaseLog(`sqlite:${where}`);
  return { size, requests: (progress) => linesOf(where, progress), close: async () => {} };
}

async function openDatabaseLog(url: string): Promise<RecordedLog> {
  const database = await openExistingDatabase(url);
  const { size } = await database
    .selectFrom('guard_decisions')
    .select(({ fn }) => fn.countAll<number>().as('size'))
    .executeTakeFirstOrThrow();
  return {
    size,
    requests: (progress) => rowsOf(database, progress),
    close: () => database.destroy(),
  };
}

async function* rowsOf(
  database: Database,
  progress: (done: number) => void,
): AsyncGenerator<RecordedRequest> {
  let after = { decided_at: -1, id: '' };
  for (let done = 0; ; ) {
    const page = await database
      .selectFrom('guard_decisions')
      .selectAll()
      .where((is) =>
        is.or([
          is('decided_at', '>', after.decided_at),
          is.and([is('decided_at', '=', after.decided_at), is('id', '>', after.id)]),
        ]),
      )
      .orderBy('decided_at')
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const last = page.at(-1);
    if (last === undefined) return;
    for (const decision of page) {
      yield recordedRequestOf(decision);
      done += 1;
      progress(done);
    }
    after = last;
  }
}

async function* linesOf(path: string, progress: (done: number) => void): AsyncGenerator<RecordedRequest> {
  let [number, done, latest] = [0, 0, Number.NEGATIVE_INFINITY];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    done += Buffer.byteLength(line) + 1;
    const request = parseRecordedRequest(line);
    if (request === undefined) throw new Error(`Line ${number} of ${path} is no recorded request.`);
    if (request.at < latest) throw new Error(`Line ${number} of ${path} is earlier than the line before it.`);
    latest = request.at;
    yield request;
    progress(done);
  }
}
