import { describeOnEachDatabase } from '@standby/database/testing';
import { SmsEvents } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { signedCallback } from '../receipts/signed-callback.js';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth, type WatchedAuth } from './watched-auth.js';

const NUMBER = '+447400123456';
const PATIENCE = { timeout: 20_000, interval: 50 };

describeOnEachDatabase('a code whose 201 Twilio cuts short', (database) => {
  let testbed: Testbed;
  let auth: WatchedAuth;
  let told: string[];

  beforeEach(async () => {
    testbed = await startTestbed();
    told = [];
  });

  afterEach(async () => {
    await auth.app.close();
    await testbed.close();
  });

  /** Asks for one code while every answer of Twilio is cut short, and lets it be well again. */
  const ask = async (maxSilenceSeconds: number) => {
    auth = await startWatchedAuth(testbed, database().url, {
      SMS_WATCH_MAX_SILENCE_SECS: String(maxSilenceSeconds),
    });
    auth.app.get(SmsEvents).stream.subscribe(({ type }) => told.push(type));
    await testbed.setFault('twilio', { fault: 'cut-short' });
    const { status, body } = await new SignInClient(auth.url).ask(NUMBER);
    await testbed.clearFaults();
    expect(status).toBe(202);
    expect(await attempts()).toMatchObject([{ provider: 'twilio', status: 'accepted' }]);
    expect((await attempts())[0]).not.toHaveProperty('providerMessageId');
    return async () => {
      const { body: challenge } = await new SignInClient(auth.url).get(
        `/v1/challenges/${String(body.challengeId)}`,
      );
      return challenge.delivery;
    };
  };
  const row = async () => {
    const connection = await database().open();
    return await connection.selectFrom('sms_messages').selectAll().executeTakeFirstOrThrow();
  };
  const attempts = async (): Promise<readonly object[]> => JSON.parse((await row()).attempts);
  const carriedBy = (provider: 'twilio' | 'aws-sns') => testbed.messages({ provider, to: NUMBER });

  it('is looked for before its silence counts, found, and known to be delivered; nobody gets it twice', async () => {
    const delivery = await ask(4);
    await expect.poll(delivery, PATIENCE).toBe('delivered');
    expect(await attempts()).toMatchObject([
      { provider: 'twilio', status: 'delivered', providerMessageId: carriedBy('twilio')[0]?.id },
    ]);
    expect(await row()).toMatchObject({ sealed_content: null, next_due_at: null });
    expect(carriedBy('twilio')).toHaveLength(1);
    expect(carriedBy('aws-sns')).toEqual([]);
    expect(told).not.toContain('message-resent');
  });

  it('is known by its receipts once it is found', async () => {
    testbed.setTwilioReceipts({ outcome: 'sent', trouble: 'lost', delayMs: 10 });
    const delivery = await ask(12);
    const [message] = carriedBy('twilio');
    await expect.poll(async () => (await attempts())[0], PATIENCE).toHaveProperty('providerMessageId');
    expect(await attempts()).toMatchObject([{ providerMessageId: message?.id }]);
    const { authToken, accountSid } = testbed.credentials.twilio;
    const { url, ...call } = signedCallback(authToken, `${auth.url}/v1/receipts/twilio`, {
      AccountSid: accountSid,
      MessageSid: String(message?.id),
      MessageStatus: 'delivered',
    });
    expect((await fetch(new URL(url, auth.url), { method: 'POST', ...call })).status).toBe(204);
    await expect.poll(delivery, PATIENCE).toBe('delivered');
    expect(carriedBy('aws-sns')).toEqual([]);
    expect(told).not.toContain('receipt-unmatched');
  });

  it('goes by the next route when it is found and had failed', async () => {
    testbed.setTwilioReceipts({ outcome: 'undelivered', code: 30_003, trouble: 'lost', delayMs: 10 });
    await ask(8);
    await expect.poll(() => carriedBy('aws-sns').length, PATIENCE).toBe(1);
    expect(carriedBy('aws-sns')[0]?.body).toBe(carriedBy('twilio')[0]?.body);
    await expect.poll(attempts, PATIENCE).toMatchObject([
      { provider: 'twilio', status: 'undelivered', code: '30003' },
      { provider: 'aws-sns', status: 'accepted', reason: 'watch' },
    ]);
  });
});
