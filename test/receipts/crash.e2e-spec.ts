import type { Database } from '@standby/database';
import { newSqliteDatabase, type ScratchDatabase } from '@standby/database/testing';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const PATIENCE = { timeout: 20_000, interval: 50 };

let testbed: Testbed;
let scratch: ScratchDatabase;
let database: Database;
let auth: KillableProcess;
let client: SignInClient;

beforeEach(async () => {
  testbed = await startTestbed();
  scratch = await newSqliteDatabase();
  database = await scratch.open();
  const [PORT = ''] = await freePorts(1);
  const variables = {
    ...variablesFor(testbed),
    NODE_ENV: 'test',
    PORT,
    SMS_PROVIDER: 'twilio',
    SMS_PROBE_INTERVAL_SECS: '0',
    DATABASE_URL: scratch.url,
    AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
  };
  auth = new KillableProcess('auth', variables, /listens on/);
  client = new SignInClient(`http://127.0.0.1:${PORT}`);
});

afterEach(async () => {
  await auth.kill();
  await testbed.close();
  await scratch.remove();
});

const rows = () => database.selectFrom('sms_messages').selectAll().execute();

/** Sends, and kills the process when Twilio has the message and its answer is not here. */
async function crashWhileSending(): Promise<void> {
  await auth.start();
  const asked = client.ask('+447400123456').catch(() => 'cut off');
  await expect.poll(() => testbed.requests('twilio').received, PATIENCE).toBeGreaterThan(0);
  await expect.poll(async () => (await rows()).length, PATIENCE).toBe(1);
  await auth.kill();
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
    await auth.start();
    await expect.poll(async () => (await rows())[0]?.status, PATIENCE).toBe('delivered');
    const [row] = await rows();
    expect(row).toMatchObject({ sealed_content: null, content_until: null, next_due_at: null });
    expect(row?.attempts).toContain(testbed.messages()[0]?.id);
    expect(testbed.messages()).toHaveLength(1);
  });

  it('leaves a message that is unknown for good where Twilio never had it', async () => {
    await testbed.setFault('twilio', { fault: 'hang' });
    await crashWhileSending();
    await auth.start();
    await expect.poll(async () => (await rows())[0]?.status, PATIENCE).toBe('unknown');
    expect(await rows()).toMatchObject([{ attempts: '[]', sealed_content: null, next_due_at: null }]);
    expect(testbed.messages()).toEqual([]);
  });
});
