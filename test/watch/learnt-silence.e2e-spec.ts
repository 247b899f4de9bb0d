import { createHash } from 'node:crypto';
import { newSqliteDatabase, type ScratchDatabase } from '@standby/database/testing';
import { ContentKeys, type MessageRecord } from '@standby/sms';
import { SqlMessageLedger } from '@standby/sms/sql';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth } from './watched-auth.js';

const HOUR_MS = 3_600_000;

let testbed: Testbed;
let scratch: ScratchDatabase;

beforeEach(async () => {
  testbed = await startTestbed();
  scratch = await newSqliteDatabase();
});

afterEach(async () => {
  await testbed.close();
  await scratch.remove();
});

/** A message of an hour ago, of whose arrival Twilio told after so long. */
function deliveredAfter(heardAfterMs: number, index: number): MessageRecord {
  const createdAt = Date.now() - HOUR_MS;
  const attempt = { provider: 'twilio', providerMessageId: `SM${index}`, segments: 1, acceptedAt: createdAt };
  return {
    id: `m-${index}`,
    status: 'delivered',
    purpose: 'one-time-code',
    country: 'GB',
    segments: 1,
    route: ['twilio', 'aws-sns'],
    attempts: [{ ...attempt, status: 'delivered', heardAfterMs }],
    watch: { state: 'off' },
    codeOutcome: undefined,
    createdAt,
    settleBy: createdAt,
    updatedAt: createdAt,
    contentUntil: undefined,
    dueAt: undefined,
  };
}

it('sends a silent code once more after twice the time receipts from that country took', async () => {
  const key = createHash('sha256').update('a key of the test').digest();
  const ledger = new SqlMessageLedger(await scratch.open(), new ContentKeys({ name: 'test', key }));
  for (let index = 0; index < 16; index += 1)
    await ledger.open(deliveredAfter(1000, index), { to: '+447400900123', text: 'long ago' });
  const { app, url } = await startWatchedAuth(testbed, scratch.url, { SMS_WATCH_MAX_SILENCE_SECS: '300' });
  testbed.setTwilioReceipts({ outcome: 'sent', trouble: 'lost', delayMs: 10 });
  // The first may be sent before anything is learnt.
  let asked = 10;
  const askAndLook = async () => {
    await new SignInClient(url).ask(`+4474001234${asked}`);
    asked += 1;
    return testbed.messages({ provider: 'aws-sns' }).length;
  };
  await expect.poll(askAndLook, { timeout: 20_000, interval: 1000 }).toBeGreaterThan(0);
  await app.close();
});
