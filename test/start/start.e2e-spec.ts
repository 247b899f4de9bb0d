import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeIn } from '../support/code-in.js';
import { freePort } from '../support/free-ports.js';
import { SignInClient } from '../support/sign-in-client.js';

const root = join(import.meta.dirname, '..', '..');

let folder: string;
let testbedPort: number;
let authPort: number;
let running: ChildProcess;
let output = '';

/** What `npm start` runs, built code and all, on ports of its own. */
async function start(): Promise<void> {
  output = '';
  running = spawn(process.execPath, [join(root, 'tools', 'start.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: `${authPort}`,
      TESTBED_PORT: `${testbedPort}`,
      DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  running.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('Ctrl-C')) resolve();
  });
  running.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  running.once('exit', () => reject(new Error(output)));
  await promise;
}

async function stop(): Promise<unknown> {
  running.kill('SIGTERM');
  const [exitCode] = await once(running, 'exit');
  return exitCode;
}

/** The first of five ports in a row that nobody has at this moment. */
async function firstOfFive(): Promise<number> {
  const first = await freePort();
  const servers = [0, 1, 2, 3, 4].map((offset) => createServer().listen(first + offset, '127.0.0.1'));
  const listening = await Promise.allSettled(servers.map((server) => once(server, 'listening')));
  for (const server of servers) server.close();
  return listening.every(({ status }) => status === 'fulfilled') ? first : firstOfFive();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-start-'));
  testbedPort = await firstOfFive();
  authPort = testbedPort + 4;
  await start();
});

afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

const NUMBER = '+447400123456';
const client = () => new SignInClient(`http://127.0.0.1:${authPort}`);
const testbed = (path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${testbedPort}/_testbed${path}`, init);

async function newestTo(to: string): Promise<{ provider: string; code: string }> {
  const answer = await testbed(`/messages?to=${encodeURIComponent(to)}`);
  const [message] = JSON.parse(await answer.text());
  return { provider: message.provider, code: codeIn(message.body) };
}

describe('npm start', () => {
  it('signs a person in with the code of the inbox', async () => {
    const { body } = await client().ask(NUMBER);
    const { provider, code } = await newestTo(NUMBER);
    expect(provider).toBe('twilio');
    expect((await client().verify(body.challengeId, code)).status).toBe(200);
  });

  it('sends a code once more that Twilio accepts and does not deliver', async () => {
    const receipts = '{"to":"+447400123459","outcome":"undelivered","code":30003}';
    await testbed('/twilio/receipts', { method: 'PUT', body: receipts });
    const { body } = await client().ask('+447400123459');
    const delivery = async () =>
      (await client().get(`/v1/challenges/${String(body.challengeId)}`)).body.delivery;
    await expect.poll(delivery, { timeout: 10_000 }).toBe('trying-another-route');
    await expect
      .poll(async () => (await newestTo('+447400123459')).provider, { timeout: 10_000 })
      .toBe('aws-sns');
  });

  it('carries the code over AWS SNS once Twilio is broken, and says so in its health', async () => {
    await testbed('/faults/twilio', { method: 'PUT', body: '{"fault":"error-code","code":20003}' });
    const { body } = await client().ask('+447400123457');
    const { provider, code } = await newestTo('+447400123457');
    expect(provider).toBe('aws-sns');
    expect((await client().verify(body.challengeId, code)).status).toBe(200);

    const health = await client().get('/health');
    expect(health).toMatchObject({
      status: 200,
      body: {
        details: {
          sms: { status: 'up' },
          twilio: { breaker: 'open', lastFailure: { kind: 'misconfigured', code: '20003' } },
          'aws-sns': { status: 'up', breaker: 'closed' },
        },
      },
    });
  });

  it('shows the inbox page and the API page', async () => {
    expect(await (await testbed('/')).text()).toContain('<html');
    const docs = await fetch(`http://127.0.0.1:${authPort}/docs`);
    expect(docs.status).toBe(200);
  });

  it('loses no challenge and no session over a restart, and leaves with status 0', async () => {
    await testbed('/faults', { method: 'DELETE' });
    const asked = await client().ask('+447400123458');
    const { code } = await newestTo('+447400123458');
    expect(await stop()).toBe(0);
    await start();
    const signedIn = await client().verify(asked.body.challengeId, code);
    expect(signedIn.status).toBe(200);
    expect((await client().get('/v1/account', signedIn.body.accessToken)).status).toBe(200);
  });

  it('writes neither a code, a token nor a whole number to its output', async () => {
    const { body } = await client().ask(NUMBER);
    const { code } = await newestTo(NUMBER);
    const signedIn = await client().verify(body.challengeId, code);
    expect(signedIn.status).toBe(200);
    for (const secret of [
      code,
      NUMBER.slice(1),
      body.challengeId,
      signedIn.body.accessToken,
      signedIn.body.refreshToken,
    ]) {
      expect(output.includes(String(secret))).toBe(false);
    }
  });
});
