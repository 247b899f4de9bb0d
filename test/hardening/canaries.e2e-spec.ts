import { randomBytes } from 'node:crypto';
import {
  newPostgresDatabase,
  newSqliteDatabase,
  postgresForTests,
  type ScratchDatabase,
} from '@standby/database/testing';
import { FAULTS, startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { holdsCanary } from '../../tools/canaries.js';
import { PostgresServer } from '../database/postgres-server.js';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { type Answer, SignInClient } from '../support/sign-in-client.js';

const POSTGRES = await postgresForTests();
const TEST_NUMBER = '+447400987654';
const TEST_CODE = '905172';
/** Secrets that stand nowhere else, so that one in an output can only come from where it is used. */
const PLANTED = {
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
  AWS_SNS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  AUTH_FORMER_SECRETS: randomBytes(32).toString('base64url'),
  TWILIO_SECONDARY_AUTH_TOKEN: randomBytes(16).toString('hex'),
  TWILIO_API_KEY_SECRET: randomBytes(16).toString('hex'),
  AWS_SNS_SESSION_TOKEN: randomBytes(60).toString('base64url'),
  AWS_EUM_SESSION_TOKEN: randomBytes(60).toString('base64url'),
  AWS_SESSION_TOKEN: randomBytes(60).toString('base64url'),
  AWS_SNS_RECEIPT_KEYS: randomBytes(24).toString('hex'),
  AWS_EUM_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  TURNSTILE_SECRET: randomBytes(24).toString('hex'),
  HCAPTCHA_SECRET: randomBytes(24).toString('hex'),
};
const KEY_SID = `SK${randomBytes(16).toString('hex')}`;
const SID = `AC${randomBytes(16).toString('hex')}`;
/** What each provider says of credentials it does not take. */
const REFUSALS = [
  ['twilio', 20003],
  ['aws-sns', 'AuthorizationError'],
  ['aws-eum', 'AccessDeniedException'],
] as const;
const QUICK = { REQUEST_TIMEOUT_SECS: '1', MAX_RETRIES: '0' };

let testbed: Testbed;
let scratch: ScratchDatabase;
let auth: KillableProcess;
let client: SignInClient;
/** Everything handed out, or planted, that may be read by whoever it is for alone. */
const secrets = new Set<string>([...Object.values(PLANTED), TEST_NUMBER.slice(1), TEST_CODE]);
/** Bodies of every answer that is an error. */
const errors: string[] = [];

beforeEach(async () => {
  const { TWILIO_AUTH_TOKEN: authToken, TWILIO_API_KEY_SECRET: apiKeySecret } = PLANTED;
  testbed = await startTestbed({
    credentials: {
      twilio: { accountSid: SID, authToken, apiKeySid: KEY_SID, apiKeySecret },
      'aws-sns': { secretAccessKey: PLANTED.AWS_SNS_SECRET_ACCESS_KEY },
      'aws-eum': { secretAccessKey: PLANTED.AWS_EUM_SECRET_ACCESS_KEY },
    },
  });
  for (const user of [`${SID}:${authToken}`, `${KEY_SID}:${apiKeySecret}`])
    secrets.add(Buffer.from(user).toString('base64'));
});

afterEach(async () => {
  await auth.stop();
  await testbed.close();
  await scratch.remove();
});

async function start(): Promise<void> {
  const [port = ''] = await freePorts(1);
  const { password } = new URL(scratch.url);
  if (password !== '') secrets.add(password);
  auth = new KillableProcess('auth', { ...variables(port), ...PLANTED }, /listens on/);
  await auth.start();
  client = new SignInClient(`http://127.0.0.1:${port}`);
}

function variables(port: string): Record<string, string> {
  const quick = Object.entries(QUICK).flatMap(([name, value]) => [
    [`TWILIO_${name}`, value],
    [`AWS_SNS_${name}`, value],
    [`AWS_EUM_${name}`, value],
  ]);
  return {
    NODE_ENV: 'test',
    LOG_LEVEL: 'trace',
    PORT: port,
    DATABASE_URL: scratch.url,
    // One address asks for all.
    QUOTAS: 'off',
    PUMPING_GUARD: 'off',
    AUTH_TEST_NUMBERS: `${TEST_NUMBER}=${TEST_CODE}@2999-12-31`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SMS_PROVIDER: 'failover',
    SMS_FAILOVER_ORDER: 'twilio,aws-sns,aws-eum',
    SMS_FAILOVER_TIMEOUT_SECS: '1',
    TWILIO_ACCOUNT_SID: SID,
    TWILIO_API_KEY_SID: KEY_SID,
    TWILIO_FROM_NUMBER: '+15005550006',
    TWILIO_API_BASE_URL: testbed.twilioUrl,
    AWS_SNS_ACCESS_KEY_ID: testbed.credentials['aws-sns'].accessKeyId,
    AWS_SNS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_SNS: testbed.snsUrl,
    AWS_ACCESS_KEY_ID: testbed.credentials['aws-eum'].accessKeyId,
    AWS_EUM_ACCESS_KEY_ID: testbed.credentials['aws-eum'].accessKeyId,
    AWS_EUM_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: testbed.eumUrl,
    AWS_EUM_TOPIC_ARNS: testbed.topic.authority.topicArn,
    HUMAN_CHECK: 'turnstile',
    TURNSTILE_SITE_KEY: 'a-site-key',
    HCAPTCHA_SITE_KEY: 'another-site-key',
    ...Object.fromEntries(quick),
  };
}

/** Notes what an answer hands out, and an error whole. */
function noted(answer: Answer): Answer {
  for (const name of ['challengeId', 'accessToken', 'refreshToken', 'deviceToken'])
    if (typeof answer.body[name] === 'string') secrets.add(answer.body[name]);
  if (answer.status >= 400) errors.push(JSON.stringify(answer.body));
  return answer;
}

async function switchFault(provider: string, order: object): Promise<void> {
  const path = `/_testbed/faults/${provider}`;
  const { status } = await fetch(`${testbed.url}${path}`, { method: 'PUT', body: JSON.stringify(order) });
  expect(status).toBe(200);
}

/** Whether a text holds a secret; six digits within a time or a digest are none. */
function stands(secret: string, text: string): boolean {
  return /^\d{6}$/.test(secret) ? new RegExp(`(?<!\\w)${secret}(?!\\w)`).test(text) : text.includes(secret);
}

let used = 0;
function newNumber(): string {
  used += 1;
  const number = `+4474001${String(10_000 + used)}`;
  secrets.add(number.slice(1));
  return number;
}

const codeFor = (to: string) => {
  const code = /^\d{6}/.exec(testbed.messages({ to })[0]?.body ?? '')?.[0] ?? '000000';
  secrets.add(code);
  return code;
};

async function signIn(): Promise<void> {
  const to = newNumber();
  let body: Answer['body'] = {};
  const ask = async () => {
    const asked = noted(await client.ask(to));
    ({ body } = asked);
    return asked.status;
  };
  // Circuits that a fault opened may still be open.
  await expect.poll(ask, { timeout: 30_000, interval: 200 }).toBe(202);
  noted(await client.verify(body.challengeId, '000001'));
  const signedIn = noted(await client.verify(body.challengeId, codeFor(to)));
  expect(signedIn.status).toBe(200);
  noted(await client.verify(body.challengeId, codeFor(to)));
  noted(await client.resend(body.challengeId));
  for (let times = 0; times < 2; times += 1)
    noted(await client.post('/v1/sessions/refresh', { refreshToken: signedIn.body.refreshToken ?? 'none' }));
  noted(await client.get('/v1/account', signedIn.body.accessToken));
  for (const provider of ['twilio', 'aws-sns', 'aws-eum'])
    noted(await client.post(`/v1/receipts/${provider}`, { MessageSid: to }));
}

async function expectNothingShown(): Promise<void> {
  const shown = [...errors, auth.output];
  expect(auth.output).toContain('message accepted');
  // Counted: a failing test must not show them either.
  expect([...secrets].filter((secret) => shown.some((text) => stands(secret, text))).length).toBe(0);
  expect(shown.filter((text) => holdsCanary(text)).length).toBe(0);
}

describe('the output of the API at its most talkative, and every error it answers with', () => {
  it('show none of what was planted, under any fault of any provider', async () => {
    scratch = await newSqliteDatabase();
    await start();
    await signIn();
    for (const fault of Object.keys(FAULTS)) {
      for (const [provider, code] of REFUSALS) {
        await switchFault(provider, fault === 'error-code' ? { fault, code } : { fault });
        noted(await client.ask(newNumber()));
      }
      await testbed.clearFaults();
    }
    await signIn();
    const { body } = noted(await client.ask(TEST_NUMBER));
    noted(await client.verify(body.challengeId, TEST_CODE));
    noted(await client.ask('+882160000000'));
    noted(await client.post('/v1/challenges', { phoneNumber: newNumber(), password: PLANTED.AUTH_SECRET }));
    expect(errors.length).toBeGreaterThan(10);
    await expectNothingShown();
  }, 120_000);

  it.skipIf(POSTGRES.status === 'absent')(
    'show none of it while the database is killed and comes back',
    async () => {
      const server = await PostgresServer.start();
      onTestFinished(() => server.stop());
      scratch = await newPostgresDatabase(server.url);
      await start();
      await signIn();
      const { body } = noted(await client.ask(newNumber()));
      await server.crash();
      for (const answer of [
        await client.ask(newNumber()),
        await client.verify(body.challengeId, '000002'),
        await client.resend(body.challengeId),
      ])
        expect(noted(answer)).toMatchObject({ status: 503 });
      await server.startAgain();
      await signIn();
      await expectNothingShown();
    },
    60_000,
  );
});
