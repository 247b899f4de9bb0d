import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@standby/database';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringsIn } from '../chaos/log-strings.js';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { SignInClient } from '../support/sign-in-client.js';

const SECRET = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const NUMBER = '+447400123456';
const TEST_NUMBER = '+15005550009';
const TEST_CODE = '482913';

let folder: string;
let databaseUrl: string;
let auth: KillableProcess;
let client: SignInClient;
/** Whatever would help somebody who reads logs or the database. */
const secrets = new Set<string>([SECRET, NUMBER.slice(3), TEST_NUMBER.slice(2), TEST_CODE]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-secrets-'));
  databaseUrl = `sqlite:${join(folder, 'standby.sqlite')}`;
  const [port = ''] = await freePorts(1);
  auth = new KillableProcess(
    'auth',
    {
      NODE_ENV: 'development',
      PORT: port,
      LOG_LEVEL: 'trace',
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: SECRET,
      AUTH_TEST_NUMBERS: `${TEST_NUMBER}=${TEST_CODE}@2999-12-31`,
      RESEND_AFTER_SECS: '1',
    },
    /listens on/,
  );
  await auth.start();
  client = new SignInClient(`http://127.0.0.1:${port}`);
});

afterAll(async () => {
  await auth.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Asks for a code, and remembers what must not be found again. */
async function ask(body: object): Promise<{ challengeId: string; code: string }> {
  const asked = await client.post('/v1/challenges', { phoneNumber: NUMBER, ...body });
  expect(asked.status).toBe(202);
  const outbox = await client.get('/dev/outbox');
  const code = /\b\d{6}\b/.exec(JSON.stringify(Object.values(outbox.body)[0]))?.[0] ?? TEST_CODE;
  const challengeId = String(asked.body.challengeId);
  secrets.add(challengeId).add(code);
  return { challengeId, code };
}

/** Everything a sign-in can go through, the ways it goes wrong included. */
async function everythingOnce(): Promise<void> {
  const first = await ask({ locale: 'de' });
  const { body } = await client.verify(first.challengeId, first.code);
  for (const token of [body.accessToken, body.refreshToken, body.deviceToken]) secrets.add(String(token));
  const refreshed = await client.post('/v1/sessions/refresh', { refreshToken: body.refreshToken });
  for (const token of [refreshed.body.accessToken, refreshed.body.refreshToken]) secrets.add(String(token));
  await client.get('/v1/account', refreshed.body.accessToken);

  const second = await ask({ deviceToken: body.deviceToken });
  await client.resend(second.challengeId);
  await client.get(`/v2/challenges/${second.challengeId}?phoneNumber=${encodeURIComponent(NUMBER)}`);
  const third = await ask({ platform: 'android' });
  const wrong = third.code === '000000' ? '111111' : '000000';
  for (let time = 0; time < 4; time += 1) await client.verify(third.challengeId, wrong);
  expect((await client.ask(NUMBER)).status).toBe(429);

  const test = await ask({ phoneNumber: TEST_NUMBER });
  expect((await client.verify(test.challengeId, TEST_CODE)).status).toBe(200);
}

/** Which of the secrets stand in a text. Codes only by themselves: six digits are found in any long number. */
function foundIn(text: string): string[] {
  return Array.from(secrets).filter((secret) =>
    /^\d{6}$/.test(secret)
      ? new RegExp(`(?<![A-Za-z0-9])${secret}(?![A-Za-z0-9])`).test(text)
      : text.includes(secret),
  );
}

async function storedText(): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('standby.sqlite'));
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return files.join('\n');
}

/** What stands in every column of every row, as text. */
async function storedCells(): Promise<string[]> {
  const database = await openDatabase(databaseUrl);
  const cells: string[] = [];
  for (const { name } of await database.introspection.getTables()) {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(database);
    cells.push(...rows.flatMap((row) => Object.values(row).map(String)));
  }
  await database.destroy();
  return cells;
}

describe('what a sign-in leaves behind', () => {
  beforeAll(everythingOnce);

  it('is no secret in the log at its most talkative', () => {
    const log = stringsIn(auth.output).join('\n');
    expect(log).toContain('request answered');
    expect(foundIn(log)).toEqual([]);
    expect(foundIn(`log says ${NUMBER.slice(3)} here`)).toHaveLength(1);
  });

  it('is no secret in the files of the database', async () => {
    // The audit log is written a moment after the answer.
    await expect.poll(async () => (await storedText()).includes('challenge-verified')).toBe(true);
    expect(foundIn(await storedText())).toEqual([]);
  });

  // In the files a code stands beside the letters and digits of the columns before and after it.
  it('is no secret in a column of the database, not even of a code that still works', async () => {
    const cells = await storedCells();
    expect(cells).toContain('live');
    expect(foundIn(cells.join('\n'))).toEqual([]);
  });
});
