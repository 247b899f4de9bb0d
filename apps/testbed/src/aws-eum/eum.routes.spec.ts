import {
  DescribeAccountAttributesCommand,
  DescribePoolsCommand,
  DescribeSpendLimitsCommand,
  PutMessageFeedbackCommand,
  SendTextMessageCommand,
  type SendTextMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { eumClient, failureOf } from '../testing/sdk-clients.js';

const TO = '+15005550010';
const GOOD = { DestinationPhoneNumber: TO, MessageBody: 'Your code is <123456> & more' };

describe('EumStandIn', () => {
  let testbed: Testbed;
  let client: ReturnType<typeof eumClient>;

  const send = (input: SendTextMessageCommandInput = GOOD) => client.send(new SendTextMessageCommand(input));

  beforeAll(async () => {
    testbed = await startTestbed();
    client = eumClient(testbed.eumUrl);
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it('takes a message and answers with its id and the request id', async () => {
    const { MessageId, $metadata } = await send();
    expect($metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(testbed.messages()).toMatchObject([
      { id: MessageId, provider: 'aws-eum', to: TO, from: null, body: GOOD.MessageBody, status: 'accepted' },
    ]);
  });

  it('keeps the other parameters as they were sent', async () => {
    const identity = { OriginationIdentity: 'pool-1', MaxPrice: '0.05' };
    await send({ ...GOOD, ...identity, TimeToLive: 300, Context: { messageId: 'ours' } });
    expect(testbed.messages()[0]).toMatchObject({
      from: 'pool-1',
      asked: { MaxPrice: ['0.05'], TimeToLive: ['300'], Context: ['{"messageId":"ours"}'] },
    });
  });

  it('checks a dry run and sends nothing', async () => {
    expect((await send({ ...GOOD, DryRun: true })).MessageId).toBeDefined();
    expect(testbed.messages()).toEqual([]);
  });

  it.each<[Partial<SendTextMessageCommandInput>, string, string]>([
    [{ DestinationPhoneNumber: undefined }, 'MISSING_PARAMETER', 'DestinationPhoneNumber'],
    [{ DestinationPhoneNumber: '123' }, 'INVALID_PARAMETER', 'DestinationPhoneNumber'],
    [{ MessageBody: undefined }, 'MISSING_PARAMETER', 'MessageBody'],
    [{ MessageBody: '' }, 'INVALID_PARAMETER', 'MessageBody'],
    [{ MessageBody: 'a'.repeat(1_601) }, 'MAXIMUM_SIZE_EXCEEDED', 'MessageBody'],
    [{ OriginationIdentity: 'a pool' }, 'INVALID_PARAMETER', 'OriginationIdentity'],
    [{ MaxPrice: '1' }, 'INVALID_PARAMETER', 'MaxPrice'],
    [{ MaxPrice: '0.123456789' }, 'INVALID_PARAMETER', 'MaxPrice'],
    [{ TimeToLive: 4 }, 'INVALID_PARAMETER', 'TimeToLive'],
    [{ TimeToLive: 259_201 }, 'INVALID_PARAMETER', 'TimeToLive'],
    [{ Context: { 'a b': 'c' } }, 'INVALID_PARAMETER', 'Context'],
  ])('refuses %j with its reason and its field', async (change, Reason, Name) => {
    expect(await failureOf(send({ ...GOOD, ...change }))).toMatchObject({
      name: 'ValidationException',
      Reason,
      Fields: [{ Name }],
      $metadata: { httpStatusCode: 400 },
    });
    expect(testbed.messages()).toEqual([]);
  });

  it('throws on a number that opted out, and on every number while in the sandbox', async () => {
    testbed.setOptedOut('aws-eum', [TO]);
    expect(await failureOf(send())).toMatchObject({
      name: 'ConflictException',
      Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
    });
    testbed.setSandbox('sandbox', 'aws-eum');
    expect(await failureOf(send({ ...GOOD, DestinationPhoneNumber: '+15005550011' }))).toMatchObject({
      Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
    });
  });

  it('tells the tier of the account and what it may spend', async () => {
    testbed.setSpendLimit(1, 'aws-eum');
    const { SpendLimits } = await client.send(new DescribeSpendLimitsCommand({}));
    expect(SpendLimits?.[0]).toMatchObject({ Name: 'TEXT_MESSAGE_MONTHLY_SPEND_LIMIT', EnforcedLimit: 1 });
    const { AccountAttributes } = await client.send(new DescribeAccountAttributesCommand({}));
    expect(AccountAttributes).toEqual([{ Name: 'ACCOUNT_TIER', Value: 'PRODUCTION' }]);
  });

  it('keeps what a message is said to have come to, and knows no other message', async () => {
    const { MessageId } = await send();
    const feedback = { MessageId, MessageFeedbackStatus: 'RECEIVED' } as const;
    expect(await client.send(new PutMessageFeedbackCommand(feedback))).toMatchObject(feedback);
    expect(testbed.messages()[0]?.feedback).toBe('RECEIVED');
    const unknown = new PutMessageFeedbackCommand({ ...feedback, MessageId: 'unknown' });
    expect(await failureOf(client.send(unknown))).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses operations it does not know, and a body that is not JSON', async () => {
    const unknown = client.send(new DescribePoolsCommand({}));
    expect(await failureOf(unknown)).toMatchObject({ name: 'UnknownOperationException' });
    const answer = await fetch(testbed.eumUrl, { method: 'POST', body: 'Action=Publish' });
    expect(answer.status).toBe(404);
  });
});
