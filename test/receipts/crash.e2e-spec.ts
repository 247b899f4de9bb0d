import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@standby/database';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const MAIN = join(import.meta.dirname, '..', '..', 'apps', 'auth', 'dist', 'main.js');
const PATIENCE = { timeout: 20_000, interval: 50 };

let folder: string;
let testbed: Testbed;
let port: number;
let running: ChildProcess;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-crash-'));
  testbed = await startTestbed();
  port = await freePort();
  database = await openDatabase(`sqlite:${join(folder, 'standby.sqlite')}`);
});

afterEach(async () => {
  await kill();
  await testbed.close();
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

/** The built service in a process of its own. */
async function start(): Promise<void> {
  running = spawn(process.execPath, [MAIN], {
    cwd: folder,
    env: {
      ...variablesFor(testbed),
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: `${port}`,
      SMS_PROVIDER: 'twilio',
      SMS_PROBE_INTERVAL_SECS: '0',
      DATABASE_URL: `sqlite:${join(folder, 'standby.sqlite')}`,
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (running.stdout) await once(running.stdout, 'data');
}

/** No signal handler runs, nothing is written any more. */
async function kill(): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  running.kill('SIGKILL');
  await once(running, 'exit');
}

const rows = () => database.selectFrom('sms_messages').selectAll().execute();

/** Sends, and kills the process when Twilio has the message and its answer is not here. */
async function crashWhileSending(): Promise<void> {
  await start();
  const asked = new SignInClient(`http://127.0.0.1:${port}`).ask('+447400123456').catch(() => 'cut off');
  await expect.poll(() => testbed.requests('twilio').received, PATIENCE).toBeGreaterThan(0);
  await expect.poll(async () => (await rows()).length, PATIENCE).toBe(1);
  await kill();
  expect(await asked).toBe('cut off');
  expect(await rows()).toMatchObject([
    { status: 'sending', attempts: '[]', sealed_content: expect.any(String) },
  ]);
  await testbed.clearFaults();
  // As if the service had been down until the send was over.
  await database.updateTable('sms_messages').set({ next_due_at: 1 }).execute();
}

describe('a process that is killed while it sends', () => {
  it('leaves a message that the next one finds at Twilio, and follows to its delivery', async () => {
    testbed.setTwilioReceipts({ delayMs: 10 });
    await testbed.setFault('twilio', { fault: 'accepted-then-hang' });
    await crashWhileSending();
    await start();
    await expect.poll(async () => (await rows())[0]?.status, PATIENCE).toBe('delivered');
    const [row] = await rows();
    expect(row).toMatchObject({ sealed_content: null, content_until: null, next_due_at: null });
    expect(row?.attempts).toContain(testbed.messages()[0]?.id);
    expect(testbed.messages()).toHaveLength(1);
  });

  it('leaves a message that is unknown for good where Twilio never had it', async () => {
    await testbed.setFault('twilio', { fault: 'hang' });
    await crashWhileSending();
    await start();
    await expect.poll(async () => (await rows())[0]?.status, PATIENCE).toBe('unknown');
    expect(await rows()).toMatchObject([{ attempts: '[]', sealed_content: null, next_due_at: null }]);
    expect(testbed.messages()).toEqual([]);
  });
});
