import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../../message/outbound-message.js';
import { parseSmsOptions } from '../../parse-sms-options.js';
import type { SmsModuleOptions } from '../../sms-module-options.js';
import { ProviderStandIn } from '../../testing/provider-stand-in.js';
import { AwsEumProvider } from './aws-eum.provider.js';

const ID = '567910cd-659e-55d4-8ccb-5aaf14679dc0';
const FEEDBACK = readFileSync(new URL('./fixtures/message-feedback.json', import.meta.url), 'utf8');
const JSON_1_0 = 'application/x-amz-json-1.0';
const sent = JSON.stringify({ MessageId: ID });
const errorOf = (type: string, Reason?: string, ...fields: string[]) =>
  JSON.stringify({
    __type: type,
    Message: 'm',
    Reason,
    Fields: fields.map((Name) => ({ Name, Message: 'm' })),
  });

let standIn: ProviderStandIn;
let origin: string;
let provider: AwsEumProvider;

beforeEach(async () => {
  standIn = new ProviderStandIn(JSON_1_0);
  standIn.answerWith(200, sent);
  origin = await standIn.listen();
  provider = providerWith({});
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  standIn.close();
});

const providerWith = (settings: Partial<SmsModuleOptions['awsEum']>) => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };
  const given = { region: 'eu-west-1', endpoint: origin, credentials, ...settings };
  const { awsEum } = parseSmsOptions({ order: ['aws-eum'], awsEum: given });
  assert(awsEum !== undefined);
  return new AwsEumProvider(awsEum);
};
const firstBody = () => JSON.parse(standIn.asked[0]?.body ?? '');
const send = (validForSeconds?: number) => {
  const message = { to: '+447400123456', text: 'Hello', purpose: 'one-time-code' } as const;
  const life = validForSeconds === undefined ? {} : { validForSeconds };
  return provider.send(normalise({ ...message, ...life }, 'id'), new AbortController().signal);
};

describe('AwsEumProvider', () => {
  it('sends the text to the number under our id, signed for its region', async () => {
    await expect(send()).resolves.toEqual({ providerMessageId: ID });
    expect(standIn.asked).toHaveLength(1);
    expect(standIn.asked[0]?.headers).toMatchObject({
      'content-type': JSON_1_0,
      'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sms-voice\/aws4_request,/,
      ),
    });
    expect(firstBody()).toEqual({
      DestinationPhoneNumber: '+447400123456',
      MessageBody: 'Hello',
      MessageType: 'TRANSACTIONAL',
      Context: { messageId: 'id' },
    });
  });

  it('sends along what its options say', async () => {
    await provider.close();
    provider = providerWith({
      originationIdentity: 'pool-1',
      configurationSet: 'events',
      protectConfiguration: 'protect-1',
      maxPriceUsd: 0.05,
      messageType: 'PROMOTIONAL',
      messageFeedback: 'on',
    });
    await send();
    expect(firstBody()).toMatchObject({
      OriginationIdentity: 'pool-1',
      ConfigurationSetName: 'events',
      ProtectConfigurationId: 'protect-1',
      MaxPrice: '0.05000',
      MessageType: 'PROMOTIONAL',
      MessageFeedbackEnabled: true,
    });
  });

  it('has AWS wait for the outcome of codes only where feedback is on, and only of codes', async () => {
    expect(provider.reportOutcome).toBeUndefined();
    await provider.close();
    provider = providerWith({ messageFeedback: 'on' });
    const notification = normalise({ to: '+447400123456', text: 'Hello', purpose: 'notification' }, 'id');
    await provider.send(notification, new AbortController().signal);
    expect(firstBody()).not.toHaveProperty('MessageFeedbackEnabled');
  });

  it.each([
    ['verified', 'RECEIVED'],
    ['expired', 'FAILED'],
  ] as const)('tells AWS that a code was %s', async (outcome, MessageFeedbackStatus) => {
    await provider.close();
    provider = providerWith({ messageFeedback: 'on' });
    standIn.answerWith(200, FEEDBACK);
    await provider.reportOutcome?.(ID, outcome, new AbortController().signal);
    expect(standIn.asked[0]?.headers['x-amz-target']).toBe('PinpointSMSVoiceV2.PutMessageFeedback');
    expect(firstBody()).toEqual({ MessageId: ID, MessageFeedbackStatus });
  });

  it('says why AWS was not told of an outcome', async () => {
    await provider.close();
    provider = providerWith({ messageFeedback: 'on' });
    standIn.answerWith(400, errorOf('ResourceNotFoundException'));
    await expect(
      provider.reportOutcome?.(ID, 'verified', new AbortController().signal),
    ).rejects.toMatchObject({ name: 'ProviderError', kind: 'misconfigured' });
  });

  it.each([
    [300, 300],
    [1, 5],
    [1_000_000, 36_000],
  ])('gives a text that is good for %d s as many to live as the API takes: %d', async (valid, TimeToLive) => {
    await send(valid);
    expect(firstBody()).toMatchObject({ TimeToLive });
  });

  it.each<[string, number, string, Record<string, string>, object]>([
    [
      'an opt-out',
      400,
      errorOf('ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT'),
      {},
      { kind: 'opted-out', code: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
    ],
    [
      'a bad number',
      400,
      errorOf('ValidationException', 'INVALID_PARAMETER', 'DestinationPhoneNumber'),
      {},
      { kind: 'invalid-recipient' },
    ],
    [
      'a bad sender',
      400,
      errorOf('ValidationException', 'INVALID_PARAMETER', 'OriginationIdentity'),
      {},
      { kind: 'misconfigured' },
    ],
    [
      'a bad text',
      400,
      errorOf('ValidationException', 'OTHER', 'MessageBody'),
      {},
      { kind: 'invalid-request' },
    ],
    [
      'a namespace before the name',
      400,
      errorOf('com.amazonaws.pinpointsmsvoicev2#ValidationException', 'PRICE_OVER_THRESHOLD'),
      {},
      { kind: 'route-refused', code: 'PRICE_OVER_THRESHOLD' },
    ],
    ['a pause', 400, errorOf('ThrottlingException'), { 'retry-after': '3' }, { retryAfterMs: 3000 }],
    ['a wrong key', 400, errorOf('UnrecognizedClientException'), {}, { kind: 'misconfigured' }],
    [
      'a name in the headers alone',
      403,
      '{',
      { 'x-amzn-errortype': 'AccessDeniedException:http://internal.amazon.com/' },
      { kind: 'misconfigured', code: 'AccessDeniedException' },
    ],
    ['trouble', 500, errorOf('InternalServerException'), {}, { kind: 'ambiguous', httpStatus: 500 }],
    ['trouble with no name', 503, 'busy', {}, { kind: 'ambiguous', code: 'http-503' }],
    ['a refusal within a 200', 200, errorOf('ThrottlingException'), {}, { kind: 'throttled' }],
    ['an empty 200', 200, '', {}, { kind: 'ambiguous', code: 'unusable-answer' }],
    ['a 200 without an id', 200, '{"MessageId":null}', {}, { kind: 'ambiguous', code: 'unusable-answer' }],
    ['HTML', 200, '<html>', { 'content-type': 'text/html' }, { kind: 'ambiguous', code: 'unusable-answer' }],
  ])('rejects after %s with what it means, asking once', async (_, status, body, headers, expected) => {
    standIn.answerWith(status, body, headers);
    await expect(send()).rejects.toMatchObject({ name: 'ProviderError', provider: 'aws-eum', ...expected });
    expect(standIn.asked).toHaveLength(1);
  });

  it.each<[number, string, object]>([
    [200, sent, { providerMessageId: ID }],
    [400, errorOf('ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT'), { kind: 'opted-out' }],
  ])('reads an answer with status %d that comes in gzip', async (status, body, expected) => {
    standIn.answerWith(status, gzipSync(body), { 'content-encoding': 'gzip' });
    await expect(send().catch((error: unknown) => error)).resolves.toMatchObject(expected);
  });

  it.each([
    ['with its id', sent.slice(0, -1), ID],
    ['without an id', sent.slice(0, 30), undefined],
  ])('is accepted by an answer cut short %s', async (_, body, providerMessageId) => {
    standIn.answerWith(200, body);
    await expect(send()).resolves.toEqual({ providerMessageId });
  });

  it.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])(
    'goes to its own endpoint whatever %s says',
    async (name) => {
      vi.stubEnv(name, 'true');
      await expect(send()).resolves.toEqual({ providerMessageId: ID });
    },
  );
});
