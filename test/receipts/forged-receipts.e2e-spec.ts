import { type MessageRecord, type SmsEvent, SmsEvents, SmsService } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { variablesFor } from '../support/running-auth.js';
import { type WatchedApp, watchedApp } from '../support/watched-app.js';
import { type Callback, signedCallback } from './signed-callback.js';

const ORIGIN = 'https://otp.example.com/proxied';
const URL_GIVEN = `${ORIGIN}/v1/receipts/twilio`;
const SECONDARY = 'the-other-token';
const RUNS = 10_000;

let testbed: Testbed;
let app: WatchedApp;
let messageId: string;
let fields: Record<string, string>;
const told: SmsEvent[] = [];

beforeAll(async () => {
  testbed = await startTestbed();
  app = await watchedApp({
    ...variablesFor(testbed),
    SMS_PROVIDER: 'twilio',
    DATABASE_URL: 'sqlite::memory:',
    PUBLIC_URL: ORIGIN,
    TWILIO_SECONDARY_AUTH_TOKEN: SECONDARY,
  });
  testbed.setTwilioReceipts({ trouble: 'lost', delayMs: 3_600_000 });
  const sent = await app.get(SmsService).send({ to: '+447400123456', text: 'hello' });
  messageId = sent.id;
  const sid = testbed.messages()[0]?.id ?? '';
  fields = {
    AccountSid: testbed.credentials.twilio.accountSid,
    From: '+15005550006',
    MessageSid: sid,
    MessageStatus: 'delivered',
    SmsSid: sid,
    SmsStatus: 'delivered',
    To: '+447400123456',
  };
  app.get(SmsEvents).stream.subscribe((event) => told.push(event));
});

afterAll(async () => {
  await app.close();
  await testbed.close();
});

const token = () => testbed.credentials.twilio.authToken;
const recordOf = (): Promise<MessageRecord | undefined> => app.get(SmsService).status(messageId);
const call = async ({ headers, body }: Callback, url = '/v1/receipts/twilio') =>
  app.inject({ method: 'POST', url, headers, payload: body });

const text = fc.string({ unit: 'binary', maxLength: 60 });
const genuine = () => signedCallback(token(), URL_GIVEN, fields);
const withSignature = (signature: string): Callback => {
  const { headers, ...rest } = genuine();
  return { ...rest, headers: { ...headers, 'x-twilio-signature': signature } };
};

/** Calls that are not Twilio's, or no longer what Twilio sent. */
const forgery = fc.oneof(
  fc.nat().map((cut): Callback => {
    const { body, ...rest } = genuine();
    return { ...rest, body: body.slice(0, cut % body.length) };
  }),
  fc.record({ name: text, value: text }).map(({ name, value }): Callback => {
    const { body, ...rest } = genuine();
    return { ...rest, body: `${body}&${new URLSearchParams({ [`${name}+`]: value }).toString()}` };
  }),
  fc
    .constantFrom('delivered', 'failed', 'sent', 'queued')
    .map(
      (word): Callback => ({ ...genuine(), body: `MessageSid=${fields.MessageSid}&MessageStatus=${word}` }),
    ),
  fc.base64String({ maxLength: 60 }).map(withSignature),
  fc
    .uint8Array({ minLength: 20, maxLength: 20 })
    .map((bytes) => withSignature(Buffer.from(bytes).toString('base64'))),
  fc.string({ minLength: 1, maxLength: 40 }).map((other) => signedCallback(`${other}~`, URL_GIVEN, fields)),
  fc
    .constantFrom('http://otp.example.com/proxied/v1/receipts/twilio', `${URL_GIVEN}/`, `${URL_GIVEN}?a=1`)
    .map((url) => signedCallback(token(), url, fields)),
  fc
    .string({ minLength: 1, maxLength: 20 })
    .map((sid) => signedCallback(token(), URL_GIVEN, { ...fields, AccountSid: `AC${sid}` })),
  fc
    .string({ maxLength: 20 })
    .map((sid) => signedCallback(token(), URL_GIVEN, { ...fields, MessageSid: sid })),
  fc
    .record({
      type: fc.constantFrom('application/json', 'text/plain', 'multipart/form-data; boundary=x', ''),
      body: text,
    })
    .map(
      ({ type, body }): Callback => ({ url: '', headers: type === '' ? {} : { 'content-type': type }, body }),
    ),
);

describe('the route for receipts', () => {
  it(`refuses ${RUNS} forged, altered and truncated calls and records none`, {
    timeout: 120_000,
  }, async () => {
    const before = await recordOf();
    const statuses = new Map<number, number>();
    const refused = fc.asyncProperty(forgery, async (callback) => {
      const { statusCode, headers } = await call(callback);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      return (
        [400, 403].includes(statusCode) &&
        String(headers['content-type']).startsWith('application/problem+json')
      );
    });
    await fc.assert(refused, { numRuns: RUNS, seed: 4 });
    expect(new Set(statuses.keys())).toEqual(new Set([400, 403]));
    expect(await recordOf()).toEqual(before);
    expect(told.filter(({ type }) => type !== 'receipt-refused')).toEqual([]);
  });

  it('refuses what is larger than any receipt, and names nobody it does not know', async () => {
    const { headers } = genuine();
    const large = await call({ url: '', headers, body: 'a'.repeat(262_145) });
    expect(large).toMatchObject({ statusCode: 413 });
    expect(large.json()).toMatchObject({ code: 'payload-too-large' });
    for (const name of ['aws', 'Twilio', '__proto__', '%00']) {
      const unknown = await call(genuine(), `/v1/receipts/${name}`);
      expect(unknown.json()).toMatchObject({ status: 404, code: 'not-found' });
    }
    expect((await app.inject({ method: 'GET', url: '/v1/receipts/twilio' })).statusCode).toBe(405);
  });

  it('takes what is genuine, by either token and with fields nobody knows, and once', async () => {
    const added = { ...fields, MessageStatus: 'sent', SmsStatus: 'sent', 'Héllo +&=': 'ü+&' };
    expect((await call(signedCallback(SECONDARY, URL_GIVEN, added))).statusCode).toBe(204);
    expect(await recordOf()).toMatchObject({ status: 'sent' });
    for (let copy = 0; copy < 3; copy += 1) expect((await call(genuine())).statusCode).toBe(204);
    expect(await recordOf()).toMatchObject({ status: 'delivered' });
    expect(told.filter(({ type }) => type === 'message-status-changed')).toHaveLength(2);
    const late = signedCallback(token(), URL_GIVEN, {
      ...fields,
      MessageStatus: 'failed',
      ErrorCode: '30008',
    });
    expect((await call(late)).statusCode).toBe(204);
    expect(await recordOf()).toMatchObject({ status: 'delivered' });
  });

  it('takes a word it does not know, says so, and leaves the record', async () => {
    const before = await recordOf();
    const odd = signedCallback(token(), URL_GIVEN, { ...fields, MessageStatus: 'teleported' });
    expect((await call(odd)).statusCode).toBe(204);
    expect(told.at(-1)).toMatchObject({ type: 'receipt-not-understood', code: 'teleported' });
    expect(await recordOf()).toEqual(before);
  });
});
