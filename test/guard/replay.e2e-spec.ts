import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seededRandom } from '@standby/sms/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCENARIOS } from '../../tools/guard/scenarios.js';
import { trafficOf } from '../../tools/guard/traffic.js';
import { codeBlocksOf, ROOT, readPage } from '../docs/page.js';
import { codeIn } from '../support/code-in.js';
import { SignInClient } from '../support/sign-in-client.js';
import { watchedApp } from '../support/watched-app.js';

const run = promisify(execFile);
const MAIN = join(ROOT, 'apps', 'auth', 'dist', 'guard', 'replay', 'main.js');
const NUMBERS = Array.from({ length: 8 }, (_, index) => `+4474${10 + index}123456`);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-replay-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const replay = (...given: string[]) => run(process.execPath, [MAIN, ...given], { cwd: folder });
/** How a replay fails: what it says, and with which code it ends. */
const failureOf = async (...given: string[]) => {
  const failure: unknown = await replay(...given).catch((error: unknown) => error);
  if (typeof failure !== 'object' || failure === null) throw new Error('It does not fail.');
  return failure;
};
/** Eight codes asked for, of which two were verified, as the service itself records them. */
const recorded = async (url: string) => {
  const app = await watchedApp({
    DATABASE_URL: url,
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    QUOTAS: 'off',
  });
  await app.listen(0, '127.0.0.1');
  const client = new SignInClient(await app.getUrl());
  for (const [index, number] of NUMBERS.entries()) {
    const { body } = await client.ask(number);
    const outbox = await (await fetch(`${await app.getUrl()}/dev/outbox`)).text();
    const code = codeIn(outbox);
    if (index < 2) expect((await client.verify(body.challengeId, code)).status).toBe(200);
  }
  await app.close();
};

describe('npm run guard:replay', () => {
  it('prints what docs/pumping-guard.md shows of a seeded log, and how far it is', async () => {
    const shown = SCENARIOS[7];
    if (shown === undefined) throw new Error('There are eight scenarios.');
    const log = trafficOf(shown.population, shown.attacks, seededRandom(1));
    const path = join(folder, 'traffic.jsonl');
    await writeFile(path, log.map((request) => `${JSON.stringify(request)}\n`).join(''));
    const { stdout, stderr } = await replay('--log', path);
    expect(codeBlocksOf(readPage('docs/pumping-guard.md'), 'text')).toContain(stdout);
    expect(stderr).toMatch(/50 %.*100 %/s);
  });

  it('reads what the service recorded, under the settings it is given, and saves it without a number', async () => {
    const file = join(folder, 'recorded.sqlite');
    await recorded(`sqlite:${file}`);
    const saved = join(folder, 'saved.jsonl');
    const { stdout } = await replay('--log', file, '--save', saved, 'GUARD_ADDRESS_HOUR_FLOOR=4');
    expect(stdout).toMatch(/good: verified +2 +2 +0 +0 +0\.00/);
    expect(stdout).toMatch(/bad: never verified +6 +4 +0 +2 +33\.33/);
    expect(stdout).toContain('address-hour: 2');
    const lines = await readFile(saved, 'utf8');
    expect(lines.trim().split('\n')).toHaveLength(NUMBERS.length);
    expect(lines).not.toMatch(/123456/);
    expect((await replay('--log', saved, 'GUARD_ADDRESS_HOUR_FLOOR=4')).stdout).toBe(stdout);
    expect((await replay('--log', `sqlite:${file}`)).stdout).toMatch(/bad: never verified +6 +5 +0 +1/);
    expect((await replay('--log', file, '--check')).stdout).toMatch(/bad: never verified +6 +5 +1 +0/);
  });

  it.each([
    ['no log', [], /There is no --log/],
    ['a log that is not there', ['--log', 'nowhere.jsonl'], /ENOENT/],
    ['a database that is not there', ['--log', 'sqlite:nowhere.sqlite'], /SQLITE_CANTOPEN/],
    ['a setting that is unknown', ['--log', 'x', 'GUARD_DAILY=1'], /GUARD_DAILY is no setting of the guard/],
    ['a setting that is nonsense', ['--log', 'x', 'GUARD_DAILY_RATIO=lots'], /GUARD_DAILY_RATIO must be/],
  ])('refuses %s, and says how it is used', async (_, given, message) => {
    expect(await failureOf(...given)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`${message.source}[\\s\\S]*npm run guard:replay`)),
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('nowhere'))).toEqual([]);
  });

  it('names the line of a file that is no request, or out of order', async () => {
    const path = join(folder, 'broken.jsonl');
    const [request] = trafficOf(
      { days: 1, perDay: { GB: 1 }, knownShare: 0, verifiedShare: 1 },
      [],
      seededRandom(1),
    );
    await writeFile(path, `${JSON.stringify(request)}\n{"at":1}\n`);
    expect(await failureOf('--log', path)).toMatchObject({ stderr: expect.stringContaining('Line 2 of') });
    await writeFile(path, `${JSON.stringify(request)}\n${JSON.stringify({ ...request, at: 1 })}\n`);
    expect(await failureOf('--log', path)).toMatchObject({ stderr: expect.stringContaining('is earlier') });
  });
});
