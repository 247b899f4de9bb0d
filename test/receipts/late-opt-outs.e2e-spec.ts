import { newSqliteDatabase, type ScratchDatabase } from '@standby/database/testing';
import { SmsEvents } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth, type WatchedAuth } from '../watch/watched-auth.js';
import { signedCallback } from './signed-callback.js';

const NUMBER = '+447400123456';
const PATIENCE = { timeout: 20_000, interval: 50 };

describe('a code of which Twilio tells, after a resend, that the number opted out', () => {
  let testbed: Testbed;
  let scratch: ScratchDatabase;
  let auth: WatchedAuth;

  beforeEach(async () => {
    testbed = await startTestbed();
    scratch = await newSqliteDatabase();
    testbed.setTwilioReceipts({ outcome: 'sent', trouble: 'lost', delayMs: 10 });
    auth = await startWatchedAuth(testbed, scratch.url, {
      QUOTAS: 'off',
      PUMPING_GUARD: 'off',
      SMS_FAILOVER_ORDER: 'twilio,aws-sns,aws-eum',
      SMS_WATCH: 'off',
      RESEND_AFTER_SECS: '1',
    });
  });

  afterEach(async () => {
    await auth.app.close();
    await testbed.close();
    await scratch.remove();
  });

  const carriers = () => testbed.messages().map(({ provider }) => provider);

  /** Resolves when the receipt has made the message fail. */
  const twilioTellsOfOptOut = async (messageSid: string) => {
    const failed = firstValueFrom(
      auth.app
        .get(SmsEvents)
        .stream.pipe(
          filter((event) => event.type === 'message-status-changed' && event.to === 'undelivered'),
        ),
    );
    const { accountSid, authToken } = testbed.credentials.twilio;
    const fields = {
      AccountSid: accountSid,
      MessageSid: messageSid,
      MessageStatus: 'undelivered',
      ErrorCode: '30004',
    };
    const { headers, body } = signedCallback(authToken, `${auth.url}/v1/receipts/twilio`, fields);
    const { status } = await fetch(`${auth.url}/v1/receipts/twilio`, { method: 'POST', headers, body });
    expect(status).toBeLessThan(300);
    await failed;
  };

  it('is sent through nobody any more', async () => {
    const client = new SignInClient(auth.url);
    const { challengeId } = (await client.ask(NUMBER)).body;
    const [first] = testbed.messages();
    const resend = async () => (await client.resend(challengeId)).body.code;
    await expect.poll(resend, PATIENCE).toBeUndefined();
    expect(carriers().toSorted()).toEqual(['aws-sns', 'twilio']);
    await twilioTellsOfOptOut(first?.id ?? '');
    // Too soon at first; and refused again, however often.
    await expect.poll(resend, PATIENCE).toBe('recipient-opted-out');
    expect(await resend()).toBe('recipient-opted-out');
    expect(carriers()).toHaveLength(2);
  });
});
