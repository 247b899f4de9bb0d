import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@standby/database';
import { ContentKeys, type MessageRecord } from '@standby/sms';
import { SqlMessageLedger } from '@standby/sms/sql';
import { progress } from './progress.ts';
import { quantile } from './quantile.ts';

// What a record costs as the ledger grows, on SQLite and on PostgreSQL: insert, settle, look-up by the provider's id,
// claim of due rows, and what the watch learns from, at 10^4, 10^5 and 10^6 rows; `--all` adds 10^7. Prints milliseconds and asserts nothing.

const SIZES = [1e4, 1e5, 1e6, ...(process.argv.includes('--all') ? [1e7] : [])];
const CALLS = 300;
/** Messages a claim takes on at once, as the due messages are. */
const CLAIM = 20;
/** Messages the watch learns from at once. */
const LESSON = 1000;
/** Rows in one filling statement; each has 9 columns, and SQLite takes 32766 parameters. */
const FILL_BATCH = 2000;
const CONTENT = { to: '+447400900123', text: '482913 is your Example code.' };
const keys = new ContentKeys({ name: 'bench', key: randomBytes(32) });

const folder = await mkdtemp(join(tmpdir(), 'standby-bench-'));
try {
  await measure('SQLite', `sqlite:${join(folder, 'standby.sqlite')}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
// Loaded late: the package listens for the end of the process as soon as it is imported.
const { PostgresServer } = await import('../test/database/postgres-server.ts');
const server = await PostgresServer.start({ durable: true });
try {
  await measure('PostgreSQL', server.url);
} finally {
  await server.stop();
}

async function measure(engine: string, url: string): Promise<void> {
  const database = await openDatabase(url, { statementTimeoutMs: 600_000 });
  const ledger = new SqlMessageLedger(database, keys);
  console.log(`\n${engine}, ms (p50 / p99)`);
  console.log(
    `${'rows'.padStart(9)}${['insert', 'settle', 'by provider id', 'claim', 'lesson'].map((name) => name.padStart(18)).join('')}`,
  );
  let rows = 0;
  for (const size of SIZES) {
    await fill(database, rows, size);
    rows = size;
    const times = await timesOf(ledger, size);
    console.log(`${String(size).padStart(9)}${times.map((each) => shown(each).padStart(18)).join('')}`);
    await database.deleteFrom('sms_messages').where('id', 'like', 'new-%').execute();
  }
  await database.destroy();
}

async function timesOf(ledger: SqlMessageLedger, size: number): Promise<number[][]> {
  const insert: number[] = [];
  const settle: number[] = [];
  const find: number[] = [];
  const claim: number[] = [];
  const lesson: number[] = [];
  for (let index = 0; index < CALLS; index += 1) {
    const record = recordOf(`new-${index}`, Date.now());
    insert.push(await timed(() => ledger.open(record, CONTENT)));
    settle.push(await timed(() => ledger.update(record.id, settled)));
    const wanted = Math.floor((index / CALLS) * size);
    find.push(await timed(() => ledger.idOf('twilio', providerIdOf(wanted))));
    const now = Date.now();
    claim.push(await timed(() => ledger.claimDue({ now, leaseEndsAt: now - 1, limit: CLAIM })));
    const until = wanted + LESSON;
    if (index % 10 === 0)
      lesson.push(await timed(() => ledger.latest({ after: wanted, until, limit: LESSON })));
  }
  return [insert, settle, find, claim, lesson];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function recordOf(id: string, now: number): MessageRecord {
  return {
    id,
    status: 'sending',
    purpose: 'one-time-code',
    country: 'GB',
    segments: 1,
    route: ['twilio', 'aws-sns'],
    attempts: [],
    watch: { state: 'off' },
    codeOutcome: undefined,
    createdAt: now,
    settleBy: now + 10_000,
    updatedAt: now,
    contentUntil: now + 300_000,
    dueAt: now + 15_000,
  };
}

/** Accepted, watched, and due at once. */
function settled(record: MessageRecord): MessageRecord {
  const attempt = { provider: 'twilio', reason: 'first-choice', tookMs: 80, segments: 1 } as const;
  const attempts = [{ ...attempt, status: 'accepted', providerMessageId: `SM-${record.id}` } as const];
  const watch = { state: 'armed', silentAt: record.createdAt + 45_000 } as const;
  return { ...record, status: 'accepted', attempts, watch, dueAt: record.createdAt };
}

/** Messages of long ago, delivered: nothing is due of them. */
async function fill(database: Database, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += FILL_BATCH) {
    progress(`${start} of ${to}`);
    const numbers = Array.from({ length: Math.min(FILL_BATCH, to - start) }, (_, index) => start + index);
    await database.transaction().execute(async (transaction) => {
      await transaction.insertInto('sms_messages').values(numbers.map(rowOf)).execute();
      const acceptances = numbers.map((number) => ({
        message_id: idOf(number),
        provider: 'twilio',
        provider_message_id: providerIdOf(number),
      }));
      await transaction.insertInto('sms_acceptances').values(acceptances).execute();
    });
  }
  progress('');
}

function rowOf(number: number) {
  const attempts = [
    { provider: 'twilio', providerMessageId: providerIdOf(number), status: 'delivered', segments: 1 },
  ];
  return {
    id: idOf(number),
    revision: 2,
    status: 'delivered',
    purpose: 'one-time-code',
    country: 'GB',
    segments: 1,
    route: '["twilio"]',
    attempts: JSON.stringify(attempts),
    created_at: number,
    settle_by: number,
    updated_at: number,
  };
}

function idOf(number: number): string {
  return `00000000-${number.toString(16).padStart(12, '0')}`;
}

/** Spread over the index, as a provider's random ids are. */
function providerIdOf(number: number): string {
  return `SM${((number * 2_654_435_761) % 4_294_967_296).toString(16).padStart(8, '0')}${number.toString(16).padStart(24, '0')}`;
}

function shown(times: readonly number[]): string {
  return `${quantile(times, 0.5).toFixed(2)} / ${quantile(times, 0.99).toFixed(2)}`;
}
