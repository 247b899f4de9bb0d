import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@standby/database';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from '../support/free-ports.js';
import { KillableProcess } from '../support/killable-process.js';
import { SignInClient } from '../support/sign-in-client.js';
import { watchedVariables } from './watched-auth.js';

const PATIENCE = { timeout: 20_000, interval: 50 };

let folder: string;
let testbed: Testbed;
let auth: KillableProcess;
let client: SignInClient;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standby-watch-'));
  testbed = await startTestbed();
  const [port = ''] = await freePorts(1);
  const databaseUrl = `sqlite:${join(folder, 'standby.sqlite')}`;
  database = await openDatabase(databaseUrl);
  const variables = watchedVariables(testbed, databaseUrl, Number(port));
  auth = new KillableProcess('auth', { ...textsOf(variables), PORT: port }, /listens on/);
  await auth.start();
  client = new SignInClient(`http://127.0.0.1:${port}`);
});

afterEach(async () => {
  await auth.stop();
  await testbed.close();
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

function textsOf(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

const carriedBySns = () => testbed.messages({ provider: 'aws-sns' });
const rows = () => database.selectFrom('sms_messages').selectAll().execute();

describe('a process that is killed', () => {
  it('after Twilio accepted and before its silence counts leaves a code that the next one sends once', async () => {
    testbed.setTwilioReceipts({ outcome: 'sent', trouble: 'lost', delayMs: 10 });
    expect((await client.ask('+447400123456')).status).toBe(202);
    await auth.killAndRestart();
    await expect.poll(() => carriedBySns().length, PATIENCE).toBe(1);
    await expect.poll(async () => (await rows())[0]?.watch, PATIENCE).toContain('resent');
    expect(carriedBySns()).toHaveLength(1);
  });

  it('while it asks the next provider leaves a code that is not sent a third time', async () => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code: 30_003, delayMs: 10 });
    await testbed.setFault('aws-sns', { fault: 'accepted-then-hang' });
    expect((await client.ask('+447400123456')).status).toBe(202);
    await expect.poll(() => carriedBySns().length, PATIENCE).toBe(1);
    await auth.killAndRestart();
    await testbed.clearFaults();
    const [row] = await rows();
    expect(row).toMatchObject({ status: expect.stringMatching(/^(accepted|sent)$/) });
    expect(row?.watch).toContain('resending');
    // As if the service had been down until the resend must be over.
    const watch = JSON.stringify({ state: 'resending', cause: 'failed', since: 1, settleBy: 1 });
    await database.updateTable('sms_messages').set({ watch, next_due_at: 1 }).execute();
    await expect.poll(async () => (await rows())[0]?.status, PATIENCE).toBe('undelivered');
    expect(await rows()).toMatchObject([
      { watch: '{"state":"spent","why":"lost"}', sealed_content: null, next_due_at: null },
    ]);
    expect(carriedBySns()).toHaveLength(1);
  });
});
