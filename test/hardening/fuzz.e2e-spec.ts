import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@standby/sms/testing';
import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts, KillableProcess } from '../support/killable-process.js';
import { operationsIn } from './api-operations.js';
import { RequestFuzz } from './request-fuzz.js';

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const REQUESTS = 100_000;
const AT_ONCE = 32;
/** Requests after which nothing more is to be loaded or learnt. */
const SETTLED_AFTER = 40_000;
const MAX_GROWTH_MB = 64;
const RAW = [
  '\0',
  'GET',
  'GET / HTTP/9.9\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02',
  'é é é\r\n\r\n',
];

let folder: string;
let auth: KillableProcess;
let origin: string;
let pool: Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-fuzz-'));
  const [port = ''] = await freePorts(1);
  origin = `http://127.0.0.1:${port}`;
  const variables = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    PORT: port,
    SMS_PROVIDER: 'mock',
    DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
  };
  auth = new KillableProcess('auth', variables, /listens on/);
  await auth.start();
  pool = new Pool(origin, { connections: AT_ONCE });
});

afterAll(async () => {
  await pool.destroy();
  await auth.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Resident memory of the API, in MB. */
const residentMb = () =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', `${auth.pid}`], { encoding: 'utf8' })) / 1024;

describe(`the API, given requests by chance (FUZZ_SEED=${SEED})`, () => {
  it(`answers ${REQUESTS} of them without a failure of its own, and keeps nothing of them`, async () => {
    const document: unknown = await (await fetch(`${origin}/docs/json`)).json();
    const operations = operationsIn(document);
    operations.push({ method: 'POST', path: '/v1/receipts/{provider}', fields: {} });
    const fuzz = new RequestFuzz(operations, seededRandom(SEED));
    const broken: string[] = [];
    const statuses = new Map<number, number>();
    let settledMb = 0;
    let made = 0;
    const worker = async () => {
      while (made < REQUESTS) {
        made += 1;
        if (made === SETTLED_AFTER) settledMb = residentMb();
        const request = fuzz.next();
        const answer = await pool.request(request);
        const body = await answer.body.text();
        statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
        const type = String(answer.headers['content-type']);
        const isOurs = answer.statusCode < 400 || type.startsWith('application/problem+json');
        if (answer.statusCode >= 500 || !isOurs || /\n\s+at /.test(body))
          broken.push(`${answer.statusCode} ${request.method} ${request.path.slice(0, 80)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(broken.slice(0, 10)).toEqual([]);
    // Or else nothing but the first check was ever reached.
    for (const status of [200, 202, 400, 401, 404, 415, 422])
      expect(statuses.has(status), `${status}`).toBe(true);
    expect(residentMb() - settledMb).toBeLessThan(MAX_GROWTH_MB);
    expect(auth.output).not.toMatch(/a request failed unexpectedly|\n\s+at /);
  }, 180_000);

  it('outlives bytes that are no HTTP', async () => {
    for (const bytes of RAW) {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.on('error', () => {});
      socket.end(bytes);
      socket.resume();
      await once(socket, 'close');
    }
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
  });
});
