import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { failureOf, twilioClient, twilioTestClient } from '../testing/sdk-clients.js';

const MESSAGE = { to: '+15005550010', from: '+15005550006', body: 'Your code is 123456' };
const SERVICE = 'MG00000000000000000000000000000001';

describe('TwilioStandIn', () => {
  let testbed: Testbed;
  let client: ReturnType<typeof twilioClient>;

  beforeAll(async () => {
    testbed = await startTestbed();
    client = twilioClient(testbed.twilioUrl);
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it('takes a message and says so in the shape of a Message resource', async () => {
    const message = await client.messages.create(MESSAGE);
    expect(message).toMatchObject({ ...MESSAGE, status: 'queued', numSegments: '1', errorCode: null });
    expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
    expect(testbed.messages()).toMatchObject([
      { ...MESSAGE, id: message.sid, provider: 'twilio', segments: 1 },
    ]);
  });

  it('leaves sender and segments open under a Messaging Service', async () => {
    const { from: _, ...rest } = MESSAGE;
    const message = await client.messages.create({ ...rest, messagingServiceSid: SERVICE });
    expect(message).toMatchObject({
      status: 'accepted',
      from: null,
      numSegments: '0',
      messagingServiceSid: SERVICE,
    });
  });

  it('keeps every value of a repeated key', async () => {
    const mediaUrl = ['https://example.com/a', 'https://example.com/b'];
    const message = await client.messages.create({ ...MESSAGE, mediaUrl });
    expect(message.numMedia).toBe('2');
    expect(testbed.messages()[0]?.asked).toMatchObject({ MediaUrl: mediaUrl });
  });

  it('finds a message by its sid, and answers 20404 for others', async () => {
    const { sid } = await client.messages.create(MESSAGE);
    expect(await client.messages(sid).fetch()).toMatchObject({ sid, body: MESSAGE.body });
    const unknown = client.messages('SM00000000000000000000000000000000').fetch();
    expect(await failureOf(unknown)).toMatchObject({ status: 404, code: 20404 });
  });

  it('lists messages of one recipient, newest first, page by page', async () => {
    const sids: string[] = [];
    for (const body of ['one', 'two', 'three'])
      sids.push((await client.messages.create({ ...MESSAGE, body })).sid);
    await client.messages.create({ ...MESSAGE, to: '+15005550011' });
    const listed = await client.messages.list({ to: MESSAGE.to, pageSize: 2 });
    expect(listed.map(({ sid }) => sid)).toEqual(sids.toReversed());
  });

  it('lists messages by the date they were sent on', async () => {
    testbed.setTwilioReceipts({ outcome: 'sent', delayMs: 0 });
    const { sid } = await client.messages.create(MESSAGE);
    await expect.poll(async () => (await client.messages(sid).fetch()).dateSent).toBeInstanceOf(Date);
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(await client.messages.list({ to: MESSAGE.to, dateSentAfter: hourAgo })).toHaveLength(1);
    expect(await client.messages.list({ to: MESSAGE.to, dateSentBefore: hourAgo })).toHaveLength(0);
  });

  it('lists a message that is still queued by no date', async () => {
    const { dateSent } = await client.messages.create(MESSAGE);
    const hourAgo = new Date(Date.now() - 3_600_000);
    expect(dateSent).toBeNull();
    expect(await client.messages.list({ to: MESSAGE.to, dateSentAfter: hourAgo })).toHaveLength(0);
    expect(await client.messages.list({ to: MESSAGE.to })).toHaveLength(1);
  });

  it('answers the probes of account and balance', async () => {
    expect(await client.api.v2010.account.fetch()).toMatchObject({ status: 'active', type: 'Full' });
    expect(await client.api.v2010.account.balance.fetch()).toMatchObject({ currency: 'USD' });
    expect(testbed.requests('twilio')).toMatchObject({ received: 2, answered: 2, taken: 0 });
  });

  it('takes feedback on a message that was created for it, and on no other', async () => {
    const { sid } = await client.messages.create({ ...MESSAGE, provideFeedback: true });
    expect(await client.messages(sid).feedback.create({ outcome: 'confirmed' })).toMatchObject({
      messageSid: sid,
    });
    expect(testbed.messages()[0]?.feedback).toBe('confirmed');
    const other = await client.messages.create(MESSAGE);
    const refused = client.messages(other.sid).feedback.create({ outcome: 'confirmed' });
    expect(await failureOf(refused)).toMatchObject({ status: 404 });
  });

  it('lets an API key in without showing it the account, and no wrong token', async () => {
    const { apiKeySid, apiKeySecret, accountSid } = testbed.credentials.twilio;
    const { default: twilio } = await import('twilio');
    const withKey = twilio(apiKeySid, apiKeySecret, { accountSid });
    withKey.api.baseUrl = testbed.twilioUrl;
    expect((await withKey.messages.create(MESSAGE)).status).toBe('queued');
    const account = withKey.api.v2010.account.fetch();
    expect(await failureOf(account)).toMatchObject({ status: 401, code: 20003 });
    const wrong = twilioClient(testbed.twilioUrl, { token: 'wrong' }).messages.create(MESSAGE);
    expect(await failureOf(wrong)).toMatchObject({ status: 401, code: 20003 });
  });

  it('answers a path without an account as not found', async () => {
    const path = '/2010-04-01/Accounts/invalid_sid/Messages.json';
    const answer = await fetch(testbed.twilioUrl + path, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      code: 20404,
      message: `The requested resource ${path} was not found`,
      more_info: 'https://www.twilio.com/docs/errors/20404',
      status: 404,
    });
  });

  it('refuses an opted-out recipient', async () => {
    testbed.setOptedOut('twilio', [MESSAGE.to]);
    expect(await failureOf(client.messages.create(MESSAGE))).toMatchObject({ status: 400, code: 21610 });
    expect(testbed.messages()).toEqual([]);
  });

  it('checks a message under the test credentials and sends nothing', async () => {
    const test = twilioTestClient(testbed.twilioUrl);
    expect((await test.messages.create(MESSAGE)).status).toBe('queued');
    expect(testbed.messages()).toEqual([]);
    expect(await failureOf(test.balance.fetch())).toMatchObject({ status: 403, code: 20008 });
  });

  it.each([
    ['+15005550001', 400, 21212],
    ['+15005550007', 400, 21606],
    ['+15005550008', 429, 21611],
    ['+15005550099', 400, 21606],
  ])('refuses the magic sender %s under the test credentials', async (from, status, code) => {
    const refused = twilioTestClient(testbed.twilioUrl).messages.create({ ...MESSAGE, from });
    expect(await failureOf(refused)).toMatchObject({ status, code });
  });

  it.each([
    ['+15005550001', 21211],
    ['+15005550002', 21612],
    ['+15005550003', 21408],
    ['+15005550004', 21610],
    ['+15005550009', 21614],
  ])('refuses the magic recipient %s under either credentials', async (to, code) => {
    for (const one of [client, twilioTestClient(testbed.twilioUrl)]) {
      expect(await failureOf(one.messages.create({ ...MESSAGE, to }))).toMatchObject({ status: 400, code });
    }
  });
});
