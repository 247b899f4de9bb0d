import { readFileSync } from 'node:fs';
import { EventType } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { describe, expect, it } from 'vitest';
import { AwsEumReceipts } from './aws-eum.receipts.js';

const DELIVERED: Readonly<Record<string, unknown>> = JSON.parse(fixture('text-delivered'));
const REQUEST = { headers: {}, body: '', path: '/' };
const NOTHING = Symbol('nothing');

function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
}

const parse = (event: string | undefined) => new AwsEumReceipts(async () => event).parse(REQUEST);
const parseEvent = (change: object) => parse(JSON.stringify({ ...DELIVERED, ...change }));

/** Of each event the SDK knows: what it means, or nothing. */
const MEANING: Readonly<Record<string, object | typeof NOTHING>> = {
  TEXT_QUEUED: NOTHING,
  TEXT_PENDING: NOTHING,
  TEXT_SENT: { status: 'sent' },
  TEXT_SUCCESSFUL: { status: 'sent' },
  TEXT_DELIVERED: { status: 'delivered' },
  TEXT_INVALID: { status: 'failed', kind: 'invalid-recipient' },
  TEXT_INVALID_MESSAGE: { status: 'failed', kind: 'invalid-request' },
  TEXT_UNREACHABLE: { status: 'undelivered', kind: 'route-refused' },
  TEXT_CARRIER_UNREACHABLE: { status: 'undelivered', kind: 'unavailable' },
  TEXT_BLOCKED: { status: 'failed', kind: 'opted-out' },
  TEXT_CARRIER_BLOCKED: { status: 'undelivered', kind: 'route-refused' },
  TEXT_SPAM: { status: 'undelivered', kind: 'route-refused' },
  TEXT_PROTECT_BLOCKED: { status: 'failed', kind: 'fraud-blocked' },
  TEXT_TTL_EXPIRED: { status: 'undelivered', kind: 'unavailable' },
  TEXT_UNKNOWN: { status: 'unknown' },
};

describe('AwsEumReceipts', () => {
  it('reads an event', async () => {
    await expect(parse(fixture('text-delivered'))).resolves.toEqual([
      {
        status: 'delivered',
        provider: 'aws-eum',
        providerMessageId: '6f2e4d3c-1b0a-4f9e-8d7c-5b4a3f2e1d0c',
        messageId: '0192f8c1-7c6e-7d3b-9a55-0f1e2d3c4b5a',
        at: new Date(1893456012345),
        price: { amount: expect.closeTo(0.00848, 8), currency: 'USD' },
      },
    ]);
  });

  it.each(Object.entries(MEANING))('makes of %s what it means', async (eventType, meaning) => {
    const receipts = await parseEvent({ eventType });
    expect(receipts).toMatchObject(meaning === NOTHING ? [] : [meaning]);
  });

  it('decides on every event about a text that the SDK knows', () => {
    const texts = Object.values(EventType).filter((type) => /^TEXT_(?!ALL$)/.test(type));
    expect(Object.keys(MEANING).toSorted()).toEqual(texts.toSorted());
  });

  it.each([
    ['no context', undefined],
    ['an empty one', {}],
    ['one of others', { campaign: 'spring' }],
    ['an id that is none', { messageId: '../..' }],
    ['a context that is none', 'messageId'],
  ])('names no message of ours with %s', async (_, context) => {
    expect((await parseEvent({ context }))[0]).not.toHaveProperty('messageId');
  });

  it('names the event where it says why', async () => {
    await expect(parseEvent({ eventType: 'TEXT_SPAM' })).resolves.toMatchObject([{ code: 'TEXT_SPAM' }]);
  });

  it('keeps an event nobody has heard of as unknown', async () => {
    const expected = [{ status: 'unknown', code: 'TEXT_TELEPORTED' }];
    await expect(parseEvent({ eventType: 'TEXT_TELEPORTED' })).resolves.toMatchObject(expected);
  });

  it.each([
    { eventType: 'VOICE_COMPLETED' },
    { eventType: 7 },
    { messageId: undefined },
    { messageId: 'spaced out' },
    { eventTimestamp: 'today', messageRequestTimestamp: undefined },
  ])('has no receipt of %o', async (change) => {
    await expect(parseEvent(change)).resolves.toEqual([]);
  });

  it.each([[{ totalMessagePrice: undefined }], [{ totalMessagePrice: -1 }], [{ totalMessagePrice: 'free' }]])(
    'has no price of %o',
    async (change) => {
      const [receipt] = await parseEvent(change);
      expect(receipt).not.toHaveProperty('price');
    },
  );

  it('has no receipts in a call about the subscription itself, or about progress', async () => {
    await expect(parse(undefined)).resolves.toEqual([]);
    await expect(parse(fixture('text-queued'))).resolves.toEqual([]);
  });

  it('refuses a notification that holds no event', async () => {
    await expect(parse('You have been subscribed')).rejects.toMatchObject({ refusal: 'malformed' });
  });

  it('keeps neither number', async () => {
    expect(JSON.stringify(await parse(fixture('text-delivered')))).not.toMatch(/555/);
  });
});
