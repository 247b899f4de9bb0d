import { gzipSync } from 'node:zlib';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../../message/outbound-message.js';
import { parseSmsOptions } from '../../parse-sms-options.js';
import { ProviderStandIn } from '../../testing/provider-stand-in.js';
import { AwsSnsProvider } from './aws-sns.provider.js';

const ID = '567910cd-659e-55d4-8ccb-5aaf14679dc0';
const published = `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${ID}</MessageId></PublishResult></PublishResponse>`;
const errorOf = (code: string, message = '') =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

let standIn: ProviderStandIn;
let provider: AwsSnsProvider;

beforeEach(async () => {
  standIn = new ProviderStandIn('text/xml');
  standIn.answerWith(200, published);
  const given = {
    region: 'eu-west-1',
    endpoint: await standIn.listen(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' },
    senderId: 'Example',
  };
  const { awsSns } = parseSmsOptions({ order: ['aws-sns'], awsSns: given });
  assert(awsSns !== undefined);
  provider = new AwsSnsProvider(awsSns);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await provider.close();
  standIn.close();
});

const send = () => {
  const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
  return provider.send(message, new AbortController().signal);
};

describe('AwsSnsProvider', () => {
  it('publishes to the number, with sender and type, signed for its region', async () => {
    await expect(send()).resolves.toEqual({ providerMessageId: ID });
    expect(standIn.asked).toHaveLength(1);
    expect(standIn.asked[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sns\/aws4_request,/,
    );
    expect(Object.fromEntries(new URLSearchParams(standIn.asked[0]?.body))).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      PhoneNumber: '+447400123456',
      Message: 'Hello',
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SenderID',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'Example',
      'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.2.Value.DataType': 'String',
      'MessageAttributes.entry.2.Value.StringValue': 'Transactional',
    });
  });

  it.each<[string, number, string, Record<string, string>, object]>([
    ['an opt-out', 400, errorOf('OptedOut'), {}, { kind: 'opted-out', code: 'OptedOut' }],
    ['white space', 400, errorOf('\n OptedOut\n '), {}, { kind: 'opted-out', code: 'OptedOut' }],
    ['a bad number', 400, errorOf('InvalidParameter', 'PhoneNumber'), {}, { kind: 'invalid-recipient' }],
    ['a bad request', 400, errorOf('InvalidParameter', 'Message'), {}, { kind: 'invalid-request' }],
    ['a wrong key', 403, errorOf('InvalidClientTokenId'), {}, { kind: 'misconfigured', httpStatus: 403 }],
    [
      'a pause',
      400,
      errorOf('Throttling'),
      { 'retry-after': '3' },
      { kind: 'throttled', retryAfterMs: 3000 },
    ],
    ['trouble', 500, errorOf('InternalError'), {}, { kind: 'ambiguous', httpStatus: 500 }],
    ['trouble with no code', 503, 'busy', {}, { kind: 'ambiguous', code: 'http-503' }],
    ['a refusal within a 200', 200, errorOf('Throttling'), {}, { kind: 'throttled' }],
    ['an empty 200', 200, '', {}, { kind: 'ambiguous', code: 'unusable-answer' }],
    ['HTML', 200, '<html>', { 'content-type': 'text/html' }, { kind: 'ambiguous', code: 'unusable-answer' }],
  ])('rejects after %s with what it means, asking once', async (_, status, body, headers, expected) => {
    standIn.answerWith(status, body, headers);
    await expect(send()).rejects.toMatchObject({ name: 'ProviderError', provider: 'aws-sns', ...expected });
    expect(standIn.asked).toHaveLength(1);
  });

  it.each<[number, string, object]>([
    [200, published, { providerMessageId: ID }],
    [400, errorOf('OptedOut'), { kind: 'opted-out', code: 'OptedOut' }],
  ])('reads an answer with status %d that comes in gzip', async (status, body, expected) => {
    standIn.answerWith(status, gzipSync(body), { 'content-encoding': 'gzip' });
    await expect(send().catch((error: unknown) => error)).resolves.toMatchObject(expected);
  });

  it.each([
    ['with its id', published.slice(0, -12), ID],
    ['without an id', published.slice(0, 60), undefined],
  ])('is accepted by an answer cut short %s', async (_, body, providerMessageId) => {
    standIn.answerWith(200, body);
    await expect(send()).resolves.toEqual({ providerMessageId });
  });

  it.each(['text/xml; charset=utf-8', 'application/xml'])(
    'is accepted by an answer cut short of type %s',
    async (type) => {
      standIn.answerWith(200, published.slice(0, -12), { 'content-type': type });
      await expect(send()).resolves.toEqual({ providerMessageId: ID });
    },
  );

  it('does not take a cut off answer of another type for an acceptance', async () => {
    standIn.answerWith(200, published.slice(0, -12), { 'content-type': 'text/plain' });
    await expect(send()).rejects.toMatchObject({ kind: 'ambiguous', code: 'unusable-answer' });
  });

  it.each(['AWS_USE_FIPS_ENDPOINT', 'AWS_USE_DUALSTACK_ENDPOINT'])(
    'goes to its own endpoint whatever %s says',
    async (name) => {
      vi.stubEnv(name, 'true');
      await expect(send()).resolves.toEqual({ providerMessageId: ID });
    },
  );
});
