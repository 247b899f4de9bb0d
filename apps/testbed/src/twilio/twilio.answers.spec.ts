import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { twilioClient } from '../testing/sdk-clients.js';

const TO = '+15005550010';
const SENDER = '+15005550006';
const SERVICE = 'MG00000000000000000000000000000001';
const START = Date.parse('2026-11-23T00:00:00Z');

let testbed: Testbed;
let client: ReturnType<typeof twilioClient>;
let nowMs: number;

beforeAll(async () => {
  nowMs = START;
  testbed = await startTestbed({ now: () => new Date(nowMs) });
  client = twilioClient(testbed.twilioUrl);
});
beforeEach(async () => {
  nowMs = START;
  await testbed.reset();
});
afterAll(() => testbed.close());

const account = () => client.api.v2010.account.fetch();

/** The message, once it has come to its end. */
async function sentThrough(service: string | undefined, outcome: 'sent' | 'delivered' | 'failed') {
  testbed.setTwilioReceipts({ outcome, code: 30_003, delayMs: 5 });
  const sender = service === undefined ? { from: SENDER } : { messagingServiceSid: service };
  const { sid } = await client.messages.create({ to: TO, body: 'Your code is 123456', ...sender });
  nowMs += 60_000;
  await expect.poll(() => testbed.messages()[0]?.status, { timeout: 4_000 }).toBe(outcome);
  return client.messages(sid).fetch();
}

describe('the Message resource', () => {
  it.each(['sent', 'delivered'] as const)(
    'has the sender that a Messaging Service chose, and the segments, once it is %s',
    async (outcome) => {
      expect(await sentThrough(SERVICE, outcome)).toMatchObject({
        from: SENDER,
        numSegments: '1',
        messagingServiceSid: SERVICE,
      });
    },
  );

  it('says why it failed', async () => {
    expect(await sentThrough(undefined, 'failed')).toMatchObject({
      errorCode: 30_003,
      errorMessage: 'Handset unreachable',
    });
  });

  it('has neither where it failed before a sender was chosen', async () => {
    expect(await sentThrough(SERVICE, 'failed')).toMatchObject({ from: null, numSegments: '0' });
  });

  it('tells when it was last updated', async () => {
    expect(await sentThrough(undefined, 'delivered')).toMatchObject({
      dateCreated: new Date(START),
      dateUpdated: new Date(START + 60_000),
    });
  });
});

describe('the Account resource', () => {
  it('tells since when it is there, and when it last changed', async () => {
    const { dateCreated } = await account();
    nowMs += 60_000;
    expect(await account()).toMatchObject({ dateCreated, dateUpdated: new Date(START) });
    testbed.setTwilioAccount({ status: 'suspended' });
    expect(await account()).toMatchObject({ dateCreated, dateUpdated: new Date(nowMs) });
  });

  it('names what there is below it', async () => {
    const { subresourceUris } = await account();
    for (const uri of Object.values(subresourceUris)) {
      const { accountSid, authToken } = testbed.credentials.twilio;
      const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
      expect((await fetch(testbed.twilioUrl + uri, { headers: { authorization } })).status).toBe(200);
    }
    expect(Object.keys(subresourceUris)).toEqual(['messages', 'balance']);
  });
});
