import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { seededRandom } from '@standby/sms/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { Pool } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { variablesFor } from '../support/running-auth.js';
import { operationsIn } from './api-operations.js';
import { Chance } from './chance.js';
import { HandedOut, textIn } from './handed-out.js';
import { Reach } from './reach.js';
import { ReceiptFuzz } from './receipt-fuzz.js';
import { type FuzzedRequest, RequestFuzz } from './request-fuzz.js';

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const REQUESTS = 100_000;
const AT_ONCE = 32;
/** Silence that is taken for a hang, in ms: longer than any send may take. */
const HANG_MS = 20_000;
/** Requests after which nothing more is to be loaded or learnt. */
const SETTLED_AFTER = 40_000;
const MAX_GROWTH_MB = 32;
/** So that what grows is kept, and not merely not yet collected. */
const SMALL_HEAP = '--max-old-space-size=192 --max-semi-space-size=8';
const RECEIPT_KEY = 'firehose-key-for-tests-0001';
const RAW = [
  '\0',
  'GET',
  'GET / HTTP/9.9\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02',
  'é é é\r\n\r\n',
];

/** What a request is answered that leads to another operation than was meant, or to none. */
const ELSEWHERE = new Set(['404 not-found', '405 method-not-allowed']);

let testbed: Testbed;
let auth: KillableProcess;
let origin: string;
let pool: Pool;

beforeAll(async () => {
  testbed = await startTestbed();
  testbed.setTwilioReceipts({ trouble: 'lost' });
  const [port = ''] = await freePorts(1);
  origin = `http://127.0.0.1:${port}`;
  const variables = {
    ...variablesFor(testbed),
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    PORT: port,
    PUBLIC_URL: origin,
    SMS_FAILOVER_ORDER: 'twilio,aws-sns,aws-eum',
    AWS_SNS_RECEIPT_KEYS: RECEIPT_KEY,
    AWS_EUM_TOPIC_ARNS: testbed.topic.authority.topicArn,
    SNS_STAND_IN: testbed.url,
    NODE_OPTIONS: `${SMALL_HEAP} --import=${new URL('sns-on-testbed.ts', import.meta.url).href}`,
    DATABASE_URL: 'sqlite::memory:',
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    RESEND_AFTER_SECS: '1',
    SMS_PROBE_INTERVAL_SECS: '0',
    SMS_WATCH: 'off',
    // One address asks for all; they would hide what is behind them.
    QUOTAS: 'off',
    PUMPING_GUARD: 'off',
  };
  auth = new KillableProcess('auth', variables, /listens on/);
  await auth.start();
  pool = new Pool(origin, { connections: AT_ONCE, headersTimeout: HANG_MS, bodyTimeout: HANG_MS });
});

afterAll(async () => {
  await pool.destroy();
  await auth.stop();
  await testbed.close();
});

/** Resident memory of the API, in MB. */
const residentMb = () =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', `${auth.pid}`], { encoding: 'utf8' })) / 1024;

const textTo = (to: string) => testbed.messages({ to, limit: 1 })[0]?.body;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lets what comes next know what an answer handed out, and what it says is over. */
function learn(handedOut: HandedOut, request: FuzzedRequest, status: number, answer: unknown): void {
  const sent = typeof request.body === 'string' ? parsed(request.body) : undefined;
  if (status < 300) handedOut.keep(answer, textIn(sent, 'phoneNumber') ?? '');
  if (status === 410 || request.path.endsWith('/verification'))
    handedOut.drop(request.path.split('/')[3] ?? '');
  if (status === 401) handedOut.drop(request.headers.authorization?.slice('Bearer '.length) ?? '');
  const refreshToken = textIn(sent, 'refreshToken');
  if (refreshToken !== undefined && status !== 400) handedOut.drop(refreshToken);
}

/** Whether OpenAPI says that a problem may come of what was asked; of another method than was meant it says nothing here. */
function isDocumented(
  documented: ReadonlyMap<string, ReadonlySet<string>>,
  { operation, method }: FuzzedRequest,
  problem: string,
): boolean {
  if (ELSEWHERE.has(problem) || !operation.startsWith(`${method} `)) return true;
  return documented.get(operation)?.has(problem) ?? true;
}

describe(`the API, given requests by chance (FUZZ_SEED=${SEED})`, () => {
  it('is subscribed to the events of End User Messaging', async () => {
    testbed.topic.change({ url: `${origin}/v1/receipts/aws-eum` });
    await expect.poll(() => testbed.topic.subscription, { timeout: 10_000 }).toBe('confirmed');
  });

  it(`answers ${REQUESTS} of them without a failure of its own, and keeps nothing of them`, async () => {
    const document: unknown = await (await fetch(`${origin}/docs/json`)).json();
    const operations = operationsIn(document);
    const documented = new Map(operations.map((one) => [`${one.method} ${one.path}`, one.problems]));
    operations.push({
      method: 'POST',
      path: '/v1/receipts/{provider}',
      fields: {},
      required: [],
      problems: new Set(),
    });
    const chance = new Chance(seededRandom(SEED));
    const handedOut = new HandedOut(chance, textTo);
    const receipts = new ReceiptFuzz(chance, testbed, `${origin}/v1/receipts/twilio`, RECEIPT_KEY);
    const fuzz = new RequestFuzz(operations, handedOut, receipts, chance);
    const broken: string[] = [];
    const reach = new Reach();
    let settledMb = 0;
    let made = 0;
    const worker = async () => {
      while (made < REQUESTS) {
        made += 1;
        if (made === SETTLED_AFTER) settledMb = residentMb();
        const request = await fuzz.next();
        const { statusCode, headers, body } = await pool.request(request);
        const text = await body.text();
        const answer = parsed(text);
        const code = textIn(answer, 'code');
        reach.note(request.operation, statusCode < 400 ? `${statusCode}` : (code ?? 'no problem'));
        learn(handedOut, request, statusCode, answer);
        const isOurs =
          statusCode < 400 || String(headers['content-type']).startsWith('application/problem+json');
        const isForeseen = statusCode < 400 || isDocumented(documented, request, `${statusCode} ${code}`);
        if (statusCode >= 500 || !isOurs || !isForeseen || /\n\s+at /.test(text))
          broken.push(`${statusCode} ${code} to ${request.method} of ${request.operation}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(broken.slice(0, 10)).toEqual([]);
    // Or else nothing but the first check was ever reached.
    expect(reach.gaps).toEqual([]);
    expect(residentMb() - settledMb).toBeLessThan(MAX_GROWTH_MB);
    expect(auth.output).not.toMatch(/a request failed unexpectedly|\n\s+at /);
  }, 600_000);

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
