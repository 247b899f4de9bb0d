import { readFileSync } from 'node:fs';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, it } from 'vitest';
import { TwilioReceipts } from './twilio.receipts.js';

const URL_GIVEN = 'https://otp.example.com/v1/receipts/twilio';
const SID = `SM${'1'.repeat(32)}`;
const NOW = new Date(Date.UTC(2030, 0, 1));
const terms = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authTokens: ['primary', 'secondary'],
  url: URL_GIVEN,
  now: () => NOW,
};
const receipts = new TwilioReceipts(terms);

const fieldsOf = (body: string) => {
  const form = new URLSearchParams(body);
  return Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name)]));
};
const signed = (body: string, token = 'primary', url = URL_GIVEN) => ({
  path: '/v1/receipts/twilio',
  headers: {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'x-twilio-signature': getExpectedTwilioSignature(token, url, fieldsOf(body)),
  },
  body,
});
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}.txt`, import.meta.url), 'utf8');

describe('TwilioReceipts', () => {
  it.each([
    ['sent', { status: 'sent' }],
    ['delivered', { status: 'delivered' }],
    ['read', { status: 'delivered' }],
    ['undelivered-30003', { status: 'undelivered', kind: 'route-refused', code: '30003' }],
    ['failed-30450', { status: 'failed', kind: 'fraud-blocked', code: '30450' }],
    ['failed-without-code', { status: 'failed', kind: 'ambiguous', code: 'failed' }],
    ['canceled', { status: 'failed', kind: 'ambiguous', code: 'canceled' }],
    ['status-of-tomorrow', { status: 'unknown', code: 'half?delivered?' }],
  ])('reads %s', async (name, expected) => {
    const [receipt, ...more] = await receipts.parse(signed(fixture(name)));
    expect(receipt).toEqual({ ...expected, provider: 'twilio', providerMessageId: SID, at: NOW });
    expect(more).toEqual([]);
  });

  it('reads nothing out of a message that is still at Twilio', async () => {
    expect(await receipts.parse(signed(fixture('queued')))).toEqual([]);
  });

  it('reads nothing out of a word that Twilio has given up', async () => {
    const body = fixture('sent').replaceAll('Status=sent', 'Status=partially_delivered');
    expect(await receipts.parse(signed(body))).toEqual([]);
  });

  it.each(['primary', 'secondary'])('believes the %s token, and no other', async (token) => {
    expect(await receipts.parse(signed(fixture('sent'), token))).toHaveLength(1);
    await expect(receipts.parse(signed(fixture('sent'), `${token}?`))).rejects.toMatchObject({
      refusal: 'bad-signature',
    });
  });

  it('agrees with the signature of the documentation', async () => {
    const vector = new TwilioReceipts({
      ...terms,
      accountSid: `AC${'0'.repeat(32)}`,
      authTokens: ['test_auth_token'],
      url: 'https://otp.example.com/webhooks/twilio/status?m=01J',
    });
    const body = new URLSearchParams({
      AccountSid: `AC${'0'.repeat(32)}`,
      From: '+15005550006',
      MessageSid: SID,
      SmsSid: SID,
      MessageStatus: 'delivered',
      SmsStatus: 'delivered',
      RawDlrDoneDate: '2601021504',
      To: '+14155552671',
    }).toString();
    const { headers, ...rest } = signed(body);
    const given = { ...headers, 'x-twilio-signature': 'jH2gpJNFurxEkrGNxdsXjxge3do=' };
    expect(await vector.parse({ ...rest, headers: given })).toMatchObject([{ status: 'delivered' }]);
  });

  it.each([
    'http://otp.example.com/v1/receipts/twilio',
    'https://otp.example.com/v1/receipts/twilio/',
    'https://otp.example.com/v1/receipts/twilio?again=1',
    'https://otp.example.com:8443/v1/receipts/twilio',
  ])('refuses what was signed for %s', async (url) => {
    const call = receipts.parse(signed(fixture('delivered'), 'primary', url));
    await expect(call).rejects.toMatchObject({ refusal: 'bad-signature' });
  });

  it('refuses a form of more fields than Twilio would ever send, whoever signed it', async () => {
    const more = Array.from({ length: 200 }, (_, index) => `&Field${index}=1`).join('');
    await expect(receipts.parse(signed(`${fixture('sent')}${more}`))).rejects.toMatchObject({
      refusal: 'malformed',
    });
  });

  it('reads a call in which a field stands twice, among as many fields as there may be', async () => {
    const more = Array.from({ length: 90 }, (_, index) => `&Field${index}=1&Field${index}=2`).join('');
    expect(await receipts.parse(signed(`${fixture('sent')}${more}`))).toHaveLength(1);
  });

  it('takes a signature over the standard port, which a proxy may add', async () => {
    const call = signed(fixture('sent'), 'primary', 'https://otp.example.com:443/v1/receipts/twilio');
    expect(await receipts.parse(call)).toHaveLength(1);
  });

  it.each([
    ['foreign', fixture('sent').replace('AC00', 'AC11')],
    ['malformed', fixture('sent').replaceAll('SM1', 'XX1')],
    ['malformed', fixture('sent').replaceAll('Status=sent', 'Status=')],
  ])('refuses as %s what is signed and makes no sense', async (refusal, body) => {
    await expect(receipts.parse(signed(body))).rejects.toMatchObject({ refusal, provider: 'twilio' });
  });

  it.each([
    ['malformed', { 'content-type': 'application/json' }],
    ['malformed', { 'content-type': undefined }],
    ['bad-signature', { 'x-twilio-signature': undefined }],
    ['bad-signature', { 'x-twilio-signature': '' }],
  ])('refuses as %s a call with the headers %j', async (refusal, headers) => {
    const call = signed(fixture('sent'));
    await expect(receipts.parse({ ...call, headers: { ...call.headers, ...headers } })).rejects.toMatchObject(
      { refusal },
    );
  });
});
