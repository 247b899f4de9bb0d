import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { AwsEumReceipts } from '../../libs/sms/src/providers/aws-eum/aws-eum.receipts.js';
import { pagesOver } from '../../libs/sms/src/providers/aws-topic/aws-page.js';
import { AwsTopicOptions } from '../../libs/sms/src/providers/aws-topic/aws-topic.options.js';
import { SignedTopic } from '../../libs/sms/src/providers/aws-topic/signed-topic.js';
import { type Receipt, ReceiptRefusedError } from '../../libs/sms/src/providers/receipt-parser.js';
import { systemClock } from '../../libs/sms/src/resilience/clock.js';

const TO = '+15005550010';
const SOON = { timeout: 10_000 };

let testbed: Testbed;
let endpoint: Server;
let url: string;
let parser: AwsEumReceipts;
let receipts: Receipt[];
let refusals: string[];
let bodies: string[];
/** Calls answered by 503 before one is read. */
let failing: number;
let client: PinpointSMSVoiceV2Client;

function parserOf(signatureVersion: '2' | 'any' = '2', topicArn = testbed.topic.authority.topicArn) {
  const given = { topicArns: [topicArn], signatureVersion, endpoint: testbed.url };
  const options = Object.assign(new AwsTopicOptions(), given);
  const pages = pagesOver(systemClock, options.fetchTimeoutMs, options.endpoint);
  const topic = new SignedTopic('aws-eum', options, pages, systemClock);
  return new AwsEumReceipts((request) => topic.open(request));
}

async function statusFor(body: string): Promise<number> {
  bodies.push(body);
  if (failing > 0) {
    failing -= 1;
    return 503;
  }
  try {
    receipts.push(...(await parser.parse({ headers: {}, body, path: '/v1/receipts/aws-eum' })));
    return 204;
  } catch (error) {
    if (!(error instanceof ReceiptRefusedError)) return 500;
    refusals.push(error.refusal);
    return 403;
  }
}

beforeEach(async () => {
  testbed = await startTestbed();
  // A key may take longer to find than a test waits for an event.
  await testbed.topic.authority.certificate();
  [receipts, refusals, bodies, failing] = [[], [], [], 0];
  parser = parserOf();
  endpoint = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void statusFor(Buffer.concat(chunks).toString()).then((status) => response.writeHead(status).end());
    });
  });
  await once(endpoint.listen(0, '127.0.0.1'), 'listening');
  const address = endpoint.address();
  assert(typeof address === 'object' && address !== null);
  url = `http://127.0.0.1:${address.port}/v1/receipts/aws-eum`;
  const { 'aws-eum': credentials } = testbed.credentials;
  client = new PinpointSMSVoiceV2Client({ endpoint: testbed.eumUrl, region: 'eu-central-1', credentials });
});

afterEach(async () => {
  client.destroy();
  await testbed.close();
  endpoint.closeAllConnections();
  endpoint.close();
});

async function send(): Promise<string> {
  const command = new SendTextMessageCommand({ DestinationPhoneNumber: TO, MessageBody: 'Hello' });
  return (await client.send(command)).MessageId ?? '';
}

const subscribe = async () => {
  testbed.topic.change({ url });
  await expect.poll(() => testbed.topic.subscription, SOON).toBe('confirmed');
};
const heard = () => receipts.map(({ status }) => status);

describe('the events of End User Messaging, through a signed topic', () => {
  it('are confirmed and then tell what became of a message', async () => {
    await subscribe();
    const id = await send();
    await expect.poll(heard, SOON).toEqual(['sent', 'delivered']);
    expect(receipts[1]).toMatchObject({ provider: 'aws-eum', providerMessageId: id });
    expect(receipts[1]?.price?.amount).toBeCloseTo(0.00848, 8);
    expect(testbed.messages()[0]).toMatchObject({ status: 'TEXT_DELIVERED' });
  });

  it.each(['TEXT_CARRIER_BLOCKED', 'TEXT_UNREACHABLE'])('tell that it was lost to %s', async (event) => {
    await subscribe();
    testbed.topic.change({ byNumber: { [TO]: event } });
    await send();
    await expect.poll(heard, SOON).toEqual(['sent', 'undelivered']);
    expect(receipts[1]).toMatchObject({ kind: 'route-refused', code: event });
  });

  it('are read doubled, in reverse, late, and when they lie', async () => {
    await subscribe();
    testbed.topic.change({ doubledShare: 1, reorderedShare: 1, lyingShare: 1, delayMs: 50 });
    await send();
    await expect.poll(heard, SOON).toEqual(['undelivered', 'undelivered', 'sent', 'sent']);
  });

  it('can all be lost', async () => {
    await subscribe();
    testbed.topic.change({ lostShare: 1 });
    await send();
    testbed.topic.change({ lostShare: 0 });
    const id = await send();
    await expect.poll(heard, SOON).toEqual(['sent', 'delivered']);
    expect(receipts.every(({ providerMessageId }) => providerMessageId === id)).toBe(true);
  });

  it('come again after 503', async () => {
    testbed.topic.change({ retryDelayMs: 20 });
    failing = 2;
    await subscribe();
    failing = 1;
    await send();
    await expect.poll(() => heard().toSorted(), SOON).toEqual(['delivered', 'sent']);
  });

  it('are refused under version 1 where 2 is demanded, and taken where it is not', async () => {
    await subscribe();
    testbed.topic.change({ signatureVersion: '1' });
    await send();
    await expect.poll(() => refusals, SOON).toEqual(['bad-signature', 'bad-signature', 'bad-signature']);
    parser = parserOf('any');
    await send();
    await expect.poll(heard, SOON).toEqual(['sent', 'delivered']);
  });

  it('are neither confirmed nor taken from another topic', async () => {
    parser = parserOf('2', 'arn:aws:sns:eu-central-1:000000000000:another');
    testbed.topic.change({ url });
    await expect.poll(() => refusals, SOON).toEqual(['foreign']);
    expect(testbed.topic.subscription).toBe('pending');
  });

  it('may hold something else, which is refused', async () => {
    await subscribe();
    await testbed.topic.publish('not an event');
    expect(refusals).toEqual(['malformed']);
  });
});
