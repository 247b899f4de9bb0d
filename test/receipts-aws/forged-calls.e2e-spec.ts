import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { startTestbed, type Testbed } from '@standby/testbed';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsEumReceipts } from '../../libs/sms/src/providers/aws-eum/aws-eum.receipts.js';
import { AwsSnsReceipts } from '../../libs/sms/src/providers/aws-sns/aws-sns.receipts.js';
import { AwsTopicOptions } from '../../libs/sms/src/providers/aws-topic/aws-topic.options.js';
import { SignedTopic } from '../../libs/sms/src/providers/aws-topic/signed-topic.js';
import { type ReceiptParser, ReceiptRefusedError } from '../../libs/sms/src/providers/receipt-parser.js';
import { systemClock } from '../../libs/sms/src/resilience/clock.js';

const ACCESS_KEY = 'an-access-key-of-the-endpoint';
const SEED = 20_261_123;

let testbed: Testbed;
let eum: ReceiptParser;
let genuine: string;
let fetched: string[];

const sns = new AwsSnsReceipts({ accessKeys: [ACCESS_KEY] });
const firehose = readFileSync(
  new URL('../../libs/sms/src/providers/aws-sns/fixtures/firehose-delivery.json', import.meta.url),
  'utf8',
);

/** What became of a call: read, or refused and why; everything else fails the test. */
async function fateOf(parser: ReceiptParser, body: string, accessKey?: string): Promise<string> {
  const headers = { 'x-amz-firehose-access-key': accessKey };
  try {
    await parser.parse({ headers, body, path: '/' });
    return 'read';
  } catch (error) {
    if (error instanceof ReceiptRefusedError) return 'refused';
    throw error;
  }
}

beforeAll(async () => {
  testbed = await startTestbed();
  const { authority } = testbed.topic;
  const certificateUrl = authority.origin + authority.certificatePath;
  const certificate = await authority.certificate();
  fetched = [];
  const fetchPage = async (url: string) => {
    fetched.push(url);
    return url === certificateUrl ? certificate : undefined;
  };
  const options = Object.assign(new AwsTopicOptions(), { topicArns: [authority.topicArn] });
  const topic = new SignedTopic('aws-eum', options, fetchPage, systemClock);
  eum = new AwsEumReceipts((request) => topic.open(request));
  const event = { eventType: 'TEXT_DELIVERED', messageId: 'm-1', eventTimestamp: Date.now() };
  const members = { Type: 'Notification', MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324' };
  const rest = { TopicArn: authority.topicArn, Timestamp: new Date().toISOString() };
  genuine = await authority.signed({ ...members, ...rest, Message: JSON.stringify(event) }, '2');
});

afterAll(() => testbed.close());

describe('forged calls', () => {
  it('are told from a genuine one', async () => {
    expect(await fateOf(eum, genuine)).toBe('read');
    expect(await fateOf(sns, firehose, ACCESS_KEY)).toBe('read');
  });

  it('are refused when one character of a signed member, or of its signature, is another', async () => {
    const members: Record<string, string> = JSON.parse(genuine);
    // The last characters of the base64 of a signature may hold bits that mean nothing.
    const forgery = fc
      .constantFrom('Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type', 'Signature', 'SigningCertURL')
      .chain((name) =>
        fc.record({
          name: fc.constant(name),
          place: fc.nat((members[name] ?? '').length - 4),
          character: fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
        }),
      )
      .filter(({ name, place, character }) => members[name]?.[place] !== character);
    await fc.assert(
      fc.asyncProperty(forgery, async ({ name, place, character }) => {
        const value = members[name] ?? '';
        const forged = value.slice(0, place) + character + value.slice(place + 1);
        expect(await fateOf(eum, JSON.stringify({ ...members, [name]: forged }))).toBe('refused');
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it('are refused when members are left out, moved, or of another type', async () => {
    const members: Record<string, string> = JSON.parse(genuine);
    const name = fc.constantFrom('Type', 'MessageId', 'TopicArn', 'Message', 'Timestamp', 'Signature');
    await fc.assert(
      fc.asyncProperty(name, fc.jsonValue(), async (changed, value) => {
        if (members[changed] === value) return;
        expect(await fateOf(eum, JSON.stringify({ ...members, [changed]: value }))).toBe('refused');
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('are refused when they are cut short', async () => {
    const cut = fc.nat(genuine.length - 1);
    await fc.assert(
      fc.asyncProperty(cut, async (length) => {
        expect(await fateOf(eum, genuine.slice(0, length))).toBe('refused');
        expect(await fateOf(sns, firehose.slice(0, length), ACCESS_KEY)).toBe('refused');
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('are refused whatever they hold', async () => {
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((data) => JSON.stringify({ records: [{ data }] })),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.string(), async (text, accessKey) => {
        expect(await fateOf(eum, text)).toBe('refused');
        expect(await fateOf(sns, firehose, accessKey)).toBe('refused');
        expect(await fateOf(sns, text, ACCESS_KEY)).toBe('refused');
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });

  it('are refused when what was deflated is spoilt', async () => {
    const batch = gzipSync(JSON.stringify({ messageType: 'DATA_MESSAGE', logGroup: 'a', logEvents: [] }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: batch.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, flip) => {
          const spoilt = Buffer.from(batch);
          spoilt[place] = (spoilt[place] ?? 0) ^ flip;
          const body = JSON.stringify({ records: [{ data: spoilt.toString('base64') }] });
          expect(await fateOf(sns, body, ACCESS_KEY)).toBe('refused');
        },
      ),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('made nobody ask anywhere but at SNS', () => {
    const { origin } = testbed.topic.authority;
    expect(fetched.filter((url) => !url.startsWith(`${origin}/SimpleNotificationService-`))).toEqual([]);
  });
});
