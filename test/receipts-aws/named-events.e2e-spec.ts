import { describeOnEachDatabase } from '@standby/database/testing';
import { SmsEvents } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SNS } from '../hardening/sns-on-testbed.js';
import { SignInClient } from '../support/sign-in-client.js';
import { startWatchedAuth, type WatchedAuth } from '../watch/watched-auth.js';

const NUMBER = '+447400123456';
const PATIENCE = { timeout: 20_000, interval: 50 };

describeOnEachDatabase('an answer of End User Messaging that is cut short', (database) => {
  let testbed: Testbed;
  let auth: WatchedAuth;
  let told: string[];

  beforeEach(async () => {
    testbed = await startTestbed();
    await testbed.topic.authority.certificate();
    const ask = globalThis.fetch;
    vi.stubGlobal('fetch', (address: string | URL, init: RequestInit) =>
      ask(String(address).replace(SNS, testbed.url), init),
    );
    auth = await startWatchedAuth(testbed, database().url, {
      SMS_PROVIDER: 'failover',
      SMS_FAILOVER_ORDER: 'aws-eum,aws-sns',
      SMS_WATCH_MAX_SILENCE_SECS: '10',
      AWS_EUM_TOPIC_ARNS: testbed.topic.authority.topicArn,
    });
    told = [];
    auth.app.get(SmsEvents).stream.subscribe(({ type }) => told.push(type));
    testbed.topic.change({ url: `${auth.url}/v1/receipts/aws-eum` });
    await expect.poll(() => testbed.topic.subscription, PATIENCE).toBe('confirmed');
  });

  afterEach(async () => {
    vi.unstubAllGlobals();
    await auth.app.close();
    await testbed.close();
  });

  it('leaves a code whose events say which one it is, and nobody gets it twice', async () => {
    await testbed.setFault('aws-eum', { fault: 'cut-short' });
    const client = new SignInClient(auth.url);
    const { status, body } = await client.ask(NUMBER);
    expect(status).toBe(202);
    const delivery = async () =>
      (await client.get(`/v1/challenges/${String(body.challengeId)}`)).body.delivery;
    await expect.poll(delivery, PATIENCE).toBe('delivered');
    const sent = testbed.messages({ to: NUMBER });
    expect(sent.map(({ provider }) => provider)).toEqual(['aws-eum']);
    const row = (await database().open()).selectFrom('sms_messages').select('attempts');
    expect((await row.executeTakeFirstOrThrow()).attempts).toContain(sent[0]?.id);
    expect(told).not.toContain('receipt-unmatched');
  });
});
