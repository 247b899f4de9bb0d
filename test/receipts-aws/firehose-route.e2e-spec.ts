import { gzipSync } from 'node:zlib';
import { DatabaseUnavailableError } from '@standby/database';
import { MessageLedger, ReceiptsService, SmsEvents, SmsService } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { variablesFor } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';

const KEY = 'firehose-key-for-tests-0001';
const NUMBER = '+447400123456';

let testbed: Testbed;
let app: WatchedApp;
let messageIds: string[];

beforeEach(async () => {
  testbed = await startTestbed();
  app = await watchedApp({
    ...variablesFor(testbed),
    SMS_PROVIDER: 'aws-sns',
    SMS_PROBE_INTERVAL_SECS: '0',
    DATABASE_URL: 'sqlite::memory:',
    AWS_SNS_RECEIPT_KEYS: KEY,
  });
  messageIds = [];
  app.get(SmsEvents).stream.subscribe((event) => {
    if (event.type === 'message-accepted') messageIds.push(event.messageId);
  });
  await app.listen(0, '127.0.0.1');
});

afterEach(async () => {
  await app.close();
  await testbed.close();
});

/** What Firehose delivers for one entry of the delivery logs. */
function deliveryOf(messageId: string, providerResponse: string): string {
  const message = JSON.stringify({
    notification: { messageId, timestamp: '2026-11-23 09:15:01.07' },
    delivery: { destination: '+4XXX3456', priceInUSD: 0.04, providerResponse, dwellTimeMs: 310 },
    status: 'SUCCESS',
  });
  const batch = {
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: 'sns/us-east-1/123456789012/DirectPublishToPhoneNumber',
    logStream: 's',
    subscriptionFilters: ['standby'],
    logEvents: [{ id: '1', timestamp: Date.now(), message }],
  };
  return JSON.stringify({
    requestId: 'r-1',
    timestamp: Date.now(),
    records: [{ data: gzipSync(JSON.stringify(batch)).toString('base64') }],
  });
}

async function deliver(provider: string, body: string, key = KEY): Promise<Response> {
  return fetch(`${await app.getUrl()}/v1/receipts/${provider}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-amz-firehose-access-key': key,
      'x-amz-firehose-request-id': 'r-1',
    },
    body,
  });
}

describe('the delivery logs of SNS, brought by Firehose', () => {
  it('settle what became of a message, and are answered as Firehose wants', async () => {
    await new SignInClient(await app.getUrl()).ask(NUMBER);
    const [taken] = testbed.messages({ to: NUMBER });
    const [messageId = ''] = messageIds;
    const answer = await deliver(
      'aws-sns',
      deliveryOf(taken?.id ?? '', 'Message has been accepted by phone'),
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ requestId: 'r-1', timestamp: expect.any(Number) });
    await expect.poll(() => app.get(SmsService).status(messageId)).toMatchObject({ status: 'delivered' });
  });

  it('are asked for again while the ledger fails, and then settle it', async () => {
    await new SignInClient(await app.getUrl()).ask(NUMBER);
    const [taken] = testbed.messages({ to: NUMBER });
    const [messageId = ''] = messageIds;
    const body = deliveryOf(taken?.id ?? '', 'Message has been accepted by phone');
    const ledger = app.get(MessageLedger);
    const failing = vi.spyOn(ledger, 'update').mockRejectedValue(new DatabaseUnavailableError('57P01'));
    const answer = await deliver('aws-sns', body);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    expect(app.get(ReceiptsService).held).toBe(0);
    failing.mockRestore();
    expect((await deliver('aws-sns', body)).status).toBe(200);
    expect(await app.get(SmsService).status(messageId)).toMatchObject({ status: 'delivered' });
  });

  it('are not believed under another key, nor of a provider that was not configured to report', async () => {
    const body = deliveryOf('34d9b400-c6dd-5444-820d-fbeb0f1f54cf', 'Message has been accepted by phone');
    expect((await deliver('aws-sns', body, 'another-key-for-tests-01')).status).toBe(403);
    expect((await deliver('aws-eum', body)).status).toBe(404);
  });
});
