import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsSnsDeliveryLogOptions } from '../../libs/sms/src/providers/aws-sns/aws-sns.delivery-log.options.js';
import {
  type DeliveryLogs,
  openDeliveryLogs,
} from '../../libs/sms/src/providers/aws-sns/aws-sns.delivery-logs.js';
import type { LogTrouble } from '../../libs/sms/src/providers/aws-sns/aws-sns.log-query.js';
import type { Receipt } from '../../libs/sms/src/providers/receipt-parser.js';
import { type Clock, systemClock } from '../../libs/sms/src/resilience/clock.js';

const REACHED = '+15005550010';
const OFF = '+15005550011';
const BLOCKED = '+15005550012';
/** Pauses shortened two hundred times; time itself goes at its own pace. */
const HASTY: Clock = {
  ...systemClock,
  schedule: (delayMs, task) => systemClock.schedule(delayMs > 9_000 ? delayMs / 200 : delayMs, task),
};

let testbed: Testbed;
/** The time at the testbed. */
let nowMs: () => number;
let sns: SNSClient;
let logs: DeliveryLogs;
let stop: AbortController;
let troubles: LogTrouble[];

beforeEach(async () => {
  nowMs = Date.now;
  testbed = await startTestbed({ now: () => new Date(nowMs()) });
  const { 'aws-sns': credentials } = testbed.credentials;
  sns = new SNSClient({ endpoint: testbed.snsUrl, region: 'eu-central-1', credentials, maxAttempts: 1 });
  stop = new AbortController();
  troubles = [];
});

afterEach(async () => {
  stop.abort();
  await logs.close();
  sns.destroy();
  await testbed.close();
});

async function open(change: Partial<AwsSnsDeliveryLogOptions> = {}): Promise<void> {
  const account = { region: 'eu-central-1', accountId: '000000000000', endpoint: testbed.url };
  const { 'aws-sns': credentials } = testbed.credentials;
  const speed = { callsPerSecond: 4, credentials };
  const options = Object.assign(new AwsSnsDeliveryLogOptions(), account, speed, change);
  logs = await openDeliveryLogs(
    options,
    HASTY,
    () => 0.5,
    (trouble) => troubles.push(trouble),
  );
}

async function publish(to: string): Promise<string> {
  const { MessageId = '' } = await sns.send(new PublishCommand({ PhoneNumber: to, Message: 'Hello' }));
  return MessageId;
}

/** The first receipts read, as many as asked for. */
async function read(count: number, from = new Date(Date.now() - 60_000)): Promise<readonly Receipt[]> {
  const found: Receipt[] = [];
  for await (const { receipts } of logs.batches(from, stop.signal)) {
    found.push(...receipts);
    if (found.length >= count) break;
  }
  return found;
}

const statusOf = (receipts: readonly Receipt[], id: string) =>
  receipts.find(({ providerMessageId }) => providerMessageId === id);

describe('the delivery logs of SNS, read through the SDK', () => {
  it('tell what became of each message, and what it cost', async () => {
    testbed.deliveryLog.change({ byNumber: { [OFF]: 'Phone is currently unreachable/unavailable' } });
    testbed.setOptedOut('aws-sns', [BLOCKED]);
    const [reached, off, blocked] = [await publish(REACHED), await publish(OFF), await publish(BLOCKED)];
    await open();
    const receipts = await read(3);
    expect(statusOf(receipts, reached)).toMatchObject({
      status: 'delivered',
      provider: 'aws-sns',
      price: { amount: 0.00645, currency: 'USD' },
    });
    expect(statusOf(receipts, off)).toMatchObject({ status: 'undelivered', kind: 'route-refused' });
    expect(statusOf(receipts, blocked)).toMatchObject({ status: 'failed', kind: 'opted-out' });
    expect(statusOf(receipts, blocked)).not.toHaveProperty('price');
  });

  it('are read page by page, empty pages among them, and each entry once', async () => {
    testbed.deliveryLog.change({ emptyPages: 1 });
    const ids = await Promise.all(Array.from({ length: 7 }, () => publish(REACHED)));
    await open({ pageSize: 3 });
    const receipts = await read(7);
    expect(receipts.map(({ providerMessageId }) => providerMessageId).toSorted()).toEqual(ids.toSorted());
    expect(troubles).toEqual([]);
  });

  it('are read again and again, for entries that come late', async () => {
    await open();
    const reading = read(1);
    testbed.deliveryLog.change({ delayMs: 300 });
    const late = await publish(REACHED);
    expect(statusOf(await reading, late)).toMatchObject({ status: 'delivered' });
  });

  it('are read doubled, with words that come too late, and when they lie', async () => {
    testbed.deliveryLog.change({ doubledShare: 1, reorderedShare: 1, lyingShare: 1 });
    const reached = await publish(REACHED);
    await open();
    const receipts = await read(4);
    expect(receipts.every(({ providerMessageId }) => providerMessageId === reached)).toBe(true);
    const words = receipts.map(({ status }) => status).toSorted();
    expect(words).toEqual(['sent', 'sent', 'undelivered', 'undelivered']);
  });

  it('can all be lost', async () => {
    testbed.deliveryLog.change({ lostShare: 1 });
    await publish(REACHED);
    testbed.deliveryLog.change({ lostShare: 0 });
    const next = await publish(REACHED);
    await open();
    expect(await read(1)).toMatchObject([{ providerMessageId: next, status: 'delivered' }]);
  });

  it('are read on from where they were left', async () => {
    nowMs = () => Date.now() - 1000;
    await publish(REACHED);
    nowMs = Date.now;
    await open({ overlapMs: 0 });
    let readThrough = new Date(0);
    for await (const batch of logs.batches(new Date(Date.now() - 60_000), stop.signal)) {
      readThrough = batch.readThrough;
      if (batch.receipts.length === 0) break;
    }
    await logs.close();
    const next = await publish(REACHED);
    await open({ overlapMs: 0 });
    expect(await read(1, readThrough)).toMatchObject([{ providerMessageId: next }]);
  });

  it('are left alone for a while when the account is over its quota', async () => {
    await publish(REACHED);
    await open({ retryDelayMs: 100 });
    const stoppedMs = Date.now();
    nowMs = () => stoppedMs;
    await spendQuota();
    const reading = read(1);
    await expect.poll(() => troubles, { timeout: 10_000 }).toContain('throttled');
    nowMs = () => stoppedMs + 1000;
    expect(await reading).toHaveLength(1);
  });

  it('are not shown to other keys', async () => {
    await publish(REACHED);
    await open({ credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' } });
    const reading = read(1);
    await expect.poll(() => troubles, { timeout: 10_000 }).toContain('refused');
    stop.abort();
    expect(await reading).toEqual([]);
  });
});

/** Makes the five calls an account may make in a second. */
async function spendQuota(): Promise<void> {
  const { 'aws-sns': credentials } = testbed.credentials;
  const client = new CloudWatchLogsClient({ endpoint: testbed.url, region: 'eu-central-1', credentials });
  const logGroupName = 'sns/eu-central-1/000000000000/DirectPublishToPhoneNumber';
  const call = () => client.send(new FilterLogEventsCommand({ logGroupName }));
  await Promise.all([call(), call(), call(), call(), call()]);
  client.destroy();
}
