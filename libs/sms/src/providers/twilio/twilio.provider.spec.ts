import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../../message/outbound-message.js';
import { parseSmsOptions } from '../../parse-sms-options.js';
import { ProviderStandIn } from '../../testing/provider-stand-in.js';
import { TwilioProvider } from './twilio.provider.js';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const SID = `SM${'a'.repeat(32)}`;
const FEEDBACK = readFileSync(new URL('./fixtures/feedback.json', import.meta.url), 'utf8');

let standIn: ProviderStandIn;
let provider: TwilioProvider;
let apiBaseUrl: string;

beforeEach(async () => {
  standIn = new ProviderStandIn('application/json');
  standIn.answerWith(201, JSON.stringify({ sid: SID, status: 'queued' }));
  apiBaseUrl = await standIn.listen();
  provider = make({ authToken: 'not-a-token', fromNumber: '+15005550006' });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  standIn.close();
});

const make = (given: object) => {
  const twilio = { accountSid: ACCOUNT, apiBaseUrl, ...given };
  const options = parseSmsOptions({ order: ['twilio'], twilio }).twilio;
  assert(options !== undefined);
  return new TwilioProvider(options);
};
const send = (validForSeconds?: number) => {
  const facts = { to: '+447400123456', text: 'Hello', purpose: 'one-time-code' } as const;
  const message = normalise({ ...facts, ...(validForSeconds && { validForSeconds }) }, 'id');
  return provider.send(message, new AbortController().signal);
};
const requests = () =>
  standIn.asked.map(({ url, headers, body }) => ({
    path: url,
    authorization: headers.authorization,
    form: Object.fromEntries(new URLSearchParams(body)),
  }));
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;
const refuse = (status: number, body: object, headers: Record<string, string> = {}) => {
  standIn.answerWith(status, JSON.stringify(body), headers);
};

describe('TwilioProvider', () => {
  it('creates a message of the account', async () => {
    await expect(send(300)).resolves.toEqual({ providerMessageId: SID });
    expect(requests()).toEqual([
      {
        path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        authorization: basic(ACCOUNT, 'not-a-token'),
        form: { To: '+447400123456', Body: 'Hello', From: '+15005550006', ValidityPeriod: '300' },
      },
    ]);
  });

  it('is made though the SDK could not read its bundle of certificates', async () => {
    vi.stubEnv('TWILIO_CA_BUNDLE', '/no/bundle.pem');
    await provider.close();
    provider = make({ authToken: 'not-a-token', fromNumber: 'Example' });
    await expect(send()).resolves.toEqual({ providerMessageId: SID });
  });

  it('prefers the messaging service to the number, and the API key to the token', async () => {
    const apiKeySid = `SK${'0'.repeat(32)}`;
    const messagingServiceSid = `MG${'0'.repeat(32)}`;
    const key = { apiKeySid, apiKeySecret: 'not-a-secret' };
    await provider.close();
    provider = make({ ...key, authToken: 'not-a-token', messagingServiceSid, fromNumber: 'Example' });
    await send();
    expect(requests()[0]?.authorization).toBe(basic(apiKeySid, 'not-a-secret'));
    expect(requests()[0]?.form).toEqual({
      To: '+447400123456',
      Body: 'Hello',
      MessagingServiceSid: messagingServiceSid,
    });
  });

  it('asks to be told of codes only where feedback is on, and only of codes', async () => {
    expect(provider.reportOutcome).toBeUndefined();
    await provider.close();
    provider = make({ authToken: 'not-a-token', fromNumber: '+15005550006', messageFeedback: 'on' });
    await send();
    const notification = normalise({ to: '+447400123456', text: 'Hello', purpose: 'notification' }, 'id');
    await provider.send(notification, new AbortController().signal);
    expect(requests().map(({ form }) => form.ProvideFeedback)).toEqual(['true', undefined]);
  });

  it.each([
    ['verified', 'confirmed'],
    ['expired', 'unconfirmed'],
  ] as const)('tells Twilio that a code was %s', async (outcome, word) => {
    await provider.close();
    provider = make({ authToken: 'not-a-token', fromNumber: '+15005550006', messageFeedback: 'on' });
    standIn.answerWith(201, FEEDBACK);
    await provider.reportOutcome?.(SID, outcome, new AbortController().signal);
    const path = `/2010-04-01/Accounts/${ACCOUNT}/Messages/${SID}/Feedback.json`;
    expect(requests()).toMatchObject([{ path, form: { Outcome: word } }]);
  });

  it('says why Twilio was not told of an outcome', async () => {
    await provider.close();
    provider = make({ authToken: 'not-a-token', fromNumber: '+15005550006', messageFeedback: 'on' });
    refuse(404, { code: 20404, message: 'x' });
    await expect(
      provider.reportOutcome?.(SID, 'verified', new AbortController().signal),
    ).rejects.toMatchObject({ name: 'ProviderError', kind: 'misconfigured', code: '20404' });
  });

  it.each([
    [21610, 'opted-out'],
    [30008, 'ambiguous'],
    [undefined, 'ambiguous'],
  ])('takes a message born dead with the code %s for %s', async (code, kind) => {
    refuse(201, { sid: SID, status: 'failed', error_code: code });
    await expect(send()).rejects.toMatchObject({ kind, httpStatus: 201, code: `${code ?? 'failed'}` });
  });

  it.each(['failed', 'undelivered', 'canceled'])(
    'takes a message born %s for one that was refused',
    async (status) => {
      refuse(201, { sid: SID, status, error_code: 30006 });
      await expect(send()).rejects.toMatchObject({ kind: 'invalid-recipient', code: '30006' });
    },
  );

  it.each<[string, number, object, Record<string, string>, object]>([
    ['a refusal', 400, { code: 21614, message: 'x' }, {}, { kind: 'invalid-recipient', code: '21614' }],
    ['a code in quotes', 400, { code: '21610' }, {}, { kind: 'opted-out', code: '21610' }],
    ['an unknown refusal', 400, { code: 99999 }, {}, { kind: 'route-refused', code: '99999' }],
    ['a wrong token', 401, { code: 20003 }, {}, { kind: 'misconfigured', code: '20003' }],
    ['a pause', 429, { code: 20429 }, { 'retry-after': '2' }, { kind: 'throttled', retryAfterMs: 2000 }],
    ['trouble', 503, { code: 20503 }, {}, { kind: 'ambiguous', httpStatus: 503 }],
    ['no sid', 201, { status: 'queued' }, {}, { kind: 'ambiguous', code: 'unusable-answer' }],
  ])('rejects after %s with what it means', async (_, status, body, headers, expected) => {
    refuse(status, body, headers);
    await expect(send()).rejects.toMatchObject({ name: 'ProviderError', provider: 'twilio', ...expected });
    expect(requests()).toHaveLength(1);
  });

  it('is accepted, under an id that is not known, by a sid that is empty', async () => {
    refuse(201, { sid: '', status: 'queued' });
    await expect(send()).resolves.toEqual({ providerMessageId: undefined });
  });

  it.each([
    [201, { sid: SID, status: 'queued' }, { providerMessageId: SID }],
    [400, { code: 21610, message: 'x' }, { kind: 'opted-out', code: '21610' }],
  ])('reads an answer with status %d that comes in gzip', async (status, body, expected) => {
    standIn.answerWith(status, gzipSync(JSON.stringify(body)), { 'content-encoding': 'gzip' });
    await expect(send().catch((error: unknown) => error)).resolves.toMatchObject(expected);
  });

  it.each([
    ['with its id', `{"sid": "${SID}", "bo`, SID],
    ['without an id', '{"account', undefined],
  ])('is accepted by an answer cut short %s', async (_, body, providerMessageId) => {
    standIn.answerWith(201, body);
    await expect(send()).resolves.toEqual({ providerMessageId });
  });

  it.each([200, 201])('does not take HTML with status %d for an acceptance', async (status) => {
    standIn.answerWith(status, `<p>"sid": "${SID}"</p>`, { 'content-type': 'text/html' });
    await expect(send()).rejects.toMatchObject({ kind: 'ambiguous', code: 'unusable-answer' });
  });
});
