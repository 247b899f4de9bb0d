import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, startTestbed, type Testbed } from '@standby/testbed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdsCanary } from '../../tools/canaries.js';
import { freePorts, KillableProcess } from '../support/killable-process.js';
import { type Answer, SignInClient } from '../support/sign-in-client.js';

/** Secrets that stand nowhere else, so that one in an output can only come from where it is used. */
const PLANTED = {
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
  AWS_SNS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  AUTH_FORMER_SECRETS: randomBytes(32).toString('base64url'),
  TWILIO_SECONDARY_AUTH_TOKEN: randomBytes(16).toString('hex'),
  AWS_SNS_RECEIPT_KEYS: randomBytes(24).toString('hex'),
  AWS_EUM_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  AWS_SECRET_ACCESS_KEY: randomBytes(30).toString('base64url'),
  TURNSTILE_SECRET: randomBytes(24).toString('hex'),
  HCAPTCHA_SECRET: randomBytes(24).toString('hex'),
};
const SID = `AC${randomBytes(16).toString('hex')}`;
/** What each provider says of credentials it does not take. */
const REFUSALS = [
  ['twilio', 20003],
  ['aws-sns', 'AuthorizationError'],
  ['aws-eum', 'AccessDeniedException'],
] as const;
const QUICK = { REQUEST_TIMEOUT_SECS: '1', MAX_RETRIES: '0' };

let folder: string;
let testbed: Testbed;
let auth: KillableProcess;
let client: SignInClient;
/** Everything handed out, or planted, that may be read by whoever it is for alone. */
const secrets = new Set<string>(Object.values(PLANTED));
/** Bodies of every answer that is an error. */
const errors: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-canaries-'));
  testbed = await startTestbed({
    credentials: {
      twilio: { accountSid: SID, authToken: PLANTED.TWILIO_AUTH_TOKEN },
      'aws-sns': { secretAccessKey: PLANTED.AWS_SNS_SECRET_ACCESS_KEY },
      'aws-eum': { secretAccessKey: PLANTED.AWS_EUM_SECRET_ACCESS_KEY },
    },
  });
  const [port = ''] = await freePorts(1);
  secrets.add(Buffer.from(`${SID}:${PLANTED.TWILIO_AUTH_TOKEN}`).toString('base64'));
  auth = new KillableProcess('auth', { ...variables(port), ...PLANTED }, /listens on/);
  await auth.start();
  client = new SignInClient(`http://127.0.0.1:${port}`);
});

afterAll(async () => {
  await auth.stop();
  await testbed.close();
  await rm(folder, { recursive: true, force: true });
});

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
    DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SMS_PROVIDER: 'failover',
    SMS_FAILOVER_ORDER: 'twilio,aws-sns,aws-eum',
    SMS_FAILOVER_TIMEOUT_SECS: '1',
    TWILIO_ACCOUNT_SID: SID,
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
  const { body } = noted(await client.ask(to));
  noted(await client.verify(body.challengeId, '000001'));
  const signedIn = noted(await client.verify(body.challengeId, codeFor(to)));
  noted(await client.verify(body.challengeId, codeFor(to)));
  noted(await client.resend(body.challengeId));
  for (let times = 0; times < 2; times += 1)
    noted(await client.post('/v1/sessions/refresh', { refreshToken: signedIn.body.refreshToken ?? 'none' }));
  noted(await client.get('/v1/account', signedIn.body.accessToken));
  for (const provider of ['twilio', 'aws-sns', 'aws-eum'])
    noted(await client.post(`/v1/receipts/${provider}`, { MessageSid: to }));
}

describe('the output of the API at its most talkative, and every error it answers with', () => {
  it('show none of what was planted, under any fault of either provider', async () => {
    await signIn();
    for (const fault of Object.keys(FAULTS)) {
      for (const [provider, code] of REFUSALS) {
        await switchFault(provider, fault === 'error-code' ? { fault, code } : { fault });
        noted(await client.ask(newNumber()));
      }
      await testbed.clearFaults();
    }
    await signIn();
    noted(await client.ask('+882160000000'));
    noted(await client.post('/v1/challenges', { phoneNumber: newNumber(), password: PLANTED.AUTH_SECRET }));
    const shown = [...errors, auth.output];
    expect(errors.length).toBeGreaterThan(10);
    expect(auth.output).toContain('message accepted');
    // Counted: a failing test must not show them either.
    expect([...secrets].filter((secret) => shown.some((text) => stands(secret, text))).length).toBe(0);
    expect(shown.filter((text) => holdsCanary(text)).length).toBe(0);
  }, 120_000);
});
