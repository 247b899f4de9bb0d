import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET_VARIABLES } from '../../apps/auth/src/config/secret-files.js';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';

const FOR_THE_AWS_SDK = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
/** A signal that nobody else listens to, and that ends nothing. */
const SIGNAL = 'SIGWINCH';

const secret = () => randomBytes(32).toString('base64url');

let folder: string;
let auth: KillableProcess;
let secrets: Readonly<Record<(typeof SECRET_VARIABLES)[number], string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-process-'));
  const [port = ''] = await freePorts(1);
  secrets = {
    AUTH_SECRET: secret(),
    AUTH_FORMER_SECRETS: secret(),
    DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
    TWILIO_AUTH_TOKEN: secret(),
    TWILIO_SECONDARY_AUTH_TOKEN: secret(),
    TWILIO_API_KEY_SECRET: secret(),
    AWS_SECRET_ACCESS_KEY: secret(),
    AWS_SESSION_TOKEN: secret(),
    AWS_SNS_SECRET_ACCESS_KEY: secret(),
    AWS_SNS_SESSION_TOKEN: secret(),
    AWS_SNS_RECEIPT_KEYS: secret(),
    AWS_EUM_SECRET_ACCESS_KEY: secret(),
    AWS_EUM_SESSION_TOKEN: secret(),
    METRICS_TOKEN: secret(),
    TURNSTILE_SECRET: secret(),
    HCAPTCHA_SECRET: secret(),
    AUTH_TEST_NUMBERS: '+15005550009=482913@2999-12-31',
  };
  const preload = new URL('child-environment.ts', import.meta.url).href;
  auth = new KillableProcess(
    'auth',
    {
      NODE_ENV: 'test',
      PORT: port,
      TWILIO_API_KEY_SID: `SK${randomBytes(16).toString('hex')}`,
      AWS_SNS_ACCESS_KEY_ID: 'a-key-of-sns',
      AWS_EUM_ACCESS_KEY_ID: 'a-key-of-eum',
      AWS_ACCESS_KEY_ID: 'a-key-of-both',
      CHILD_ENVIRONMENT_FILE: join(folder, 'child-environment'),
      NODE_OPTIONS: `--report-on-signal --report-signal=${SIGNAL} --report-directory=${folder} --import=${preload}`,
      ...secrets,
    },
    /listens on/,
  );
  await auth.start();
  process.kill(auth.pid ?? 0, SIGNAL);
});

afterAll(async () => {
  await auth.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A file of the folder once it is there, and whole. */
async function fileOnce(
  isMeant: (name: string) => boolean,
  isWhole: (text: string) => boolean,
): Promise<string> {
  let text = '';
  const read = async () => {
    const name = (await readdir(folder)).find(isMeant);
    text = name === undefined ? '' : await readFile(join(folder, name), 'utf8');
    return isWhole(text);
  };
  await expect.poll(read, { timeout: 10_000 }).toBe(true);
  return text;
}

/** Names of the secrets that stand in a text; a failing test must not show them either. */
const secretsIn = (text: string) =>
  SECRET_VARIABLES.filter((name) => text.includes(name) || text.includes(secrets[name]));

describe('the process of the service, once it listens', () => {
  it('writes diagnostic reports that show no secret, and nothing else of its environment', async () => {
    const report = await fileOnce((name) => name.startsWith('report.'), isJson);
    const { header, ...parts } = JSON.parse(report);
    expect(header.trigger).toBe('Signal');
    expect(Object.keys(parts)).not.toContain('environmentVariables');
    expect(secretsIn(report)).toEqual([]);
  });

  it('hands on to what it may start no secret but those that the AWS SDK looks for by itself', async () => {
    const environment = await fileOnce(
      (name) => name === 'child-environment',
      (text) => text.includes('PORT='),
    );
    expect(secretsIn(environment)).toEqual(FOR_THE_AWS_SDK);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
