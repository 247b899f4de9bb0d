import {
  CheckIfPhoneNumberIsOptedOutCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListOriginationNumbersCommand,
  ListPhoneNumbersOptedOutCommand,
  ListTopicsCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSMSAttributesCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { failureOf, snsClient } from '../testing/sdk-clients.js';

const TO = '+15005550010';
const GOOD = { PhoneNumber: TO, Message: 'Your code is <123456> & more' };

describe('SnsStandIn', () => {
  let testbed: Testbed;
  let client: ReturnType<typeof snsClient>;

  const publish = (input: PublishCommandInput = GOOD) => client.send(new PublishCommand(input));

  beforeAll(async () => {
    testbed = await startTestbed();
    client = snsClient(testbed.snsUrl);
  });
  beforeEach(() => testbed.reset());
  afterAll(() => testbed.close());

  it('takes a message and answers with its id and the request id', async () => {
    const { MessageId, $metadata } = await publish();
    expect($metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(testbed.messages()).toMatchObject([
      { id: MessageId, provider: 'aws-sns', to: TO, from: null, body: GOOD.Message, status: 'accepted' },
    ]);
  });

  it('reads sender and other attributes', async () => {
    await publish({
      ...GOOD,
      MessageAttributes: {
        'AWS.SNS.SMS.SenderID': { DataType: 'String', StringValue: 'Acme' },
        'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.50' },
      },
    });
    const [message] = testbed.messages();
    expect(message).toMatchObject({ from: 'Acme', asked: { 'AWS.SNS.SMS.SMSType': ['Transactional'] } });
  });

  it.each([
    ['no recipient', { Message: 'hi' }, 'InvalidParameter'],
    ['a malformed number', { ...GOOD, PhoneNumber: '123' }, 'InvalidParameter'],
    ['no text', { ...GOOD, Message: '' }, 'InvalidParameter'],
    ['too long a text', { ...GOOD, Message: 'a'.repeat(1_601) }, 'InvalidParameter'],
    ['an unknown topic', { TopicArn: 'arn:aws:sns:eu-central-1:1:none', Message: 'hi' }, 'NotFound'],
    ['two destinations', { ...GOOD, TopicArn: 'arn:aws:sns:eu-central-1:1:none' }, 'InvalidParameter'],
  ])('refuses %s', async (_, input, code) => {
    expect(await failureOf(publish(input))).toMatchObject({ Code: code });
    expect(testbed.messages()).toEqual([]);
  });

  it.each([
    ['AWS.SNS.SMS.SenderID', 'String', '12345'],
    ['AWS.SNS.SMS.SenderID', 'String', 'TwelveLetter'],
    ['AWS.SNS.SMS.SMSType', 'String', 'Urgent'],
    ['AWS.SNS.SMS.MaxPrice', 'String', '0.50'],
    ['AWS.SNS.SMS.MaxPrice', 'Number', 'cheap'],
    ['AWS.MM.SMS.OriginationNumber', 'String', 'Acme'],
    ['AWS.MM.SMS.EntityId', 'String', '1'.repeat(31)],
    ['AWS.MM.SMS.TemplateId', 'Number', '1'],
  ])('refuses %s as %s "%s"', async (name, DataType, StringValue) => {
    const refused = publish({ ...GOOD, MessageAttributes: { [name]: { DataType, StringValue } } });
    expect(await failureOf(refused)).toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('takes a message to an opted-out number and keeps why it is not delivered', async () => {
    testbed.setOptedOut('aws-sns', [TO]);
    expect((await publish()).MessageId).toBeDefined();
    expect(testbed.messages()).toMatchObject([
      { status: 'not-delivered', reason: 'Phone number is opted out' },
    ]);
  });

  it('takes messages in the sandbox and delivers none', async () => {
    testbed.setSandbox('sandbox');
    expect((await client.send(new GetSMSSandboxAccountStatusCommand())).IsInSandbox).toBe(true);
    await publish();
    expect(testbed.messages()[0]?.status).toBe('not-delivered');
  });

  it('tells and changes who is opted out', async () => {
    testbed.setOptedOut('aws-sns', [TO]);
    expect(await client.send(new ListPhoneNumbersOptedOutCommand({}))).toMatchObject({ phoneNumbers: [TO] });
    await client.send(new OptInPhoneNumberCommand({ phoneNumber: TO }));
    const check = await client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: TO }));
    expect(check.isOptedOut).toBe(false);
  });

  it('lists opted-out numbers a hundred a page', async () => {
    testbed.setOptedOut(
      'aws-sns',
      Array.from({ length: 130 }, (_, place) => `+1500555${1_000 + place}`),
    );
    const first = await client.send(new ListPhoneNumbersOptedOutCommand({}));
    const second = await client.send(new ListPhoneNumbersOptedOutCommand({ nextToken: first.nextToken }));
    expect([first.phoneNumbers?.length, second.phoneNumbers?.length]).toEqual([100, 30]);
    expect(second.nextToken).toBeUndefined();
  });

  it('keeps account attributes, and sends under the default sender', async () => {
    await client.send(new SetSMSAttributesCommand({ attributes: { DefaultSenderID: 'Acme' } }));
    const { attributes } = await client.send(
      new GetSMSAttributesCommand({ attributes: ['DefaultSenderID'] }),
    );
    expect(attributes).toEqual({ DefaultSenderID: 'Acme' });
    await publish();
    expect(testbed.messages()[0]?.from).toBe('Acme');
  });

  it('answers the other probe, and refuses actions it does not know', async () => {
    expect((await client.send(new ListOriginationNumbersCommand())).$metadata.httpStatusCode).toBe(200);
    expect(await failureOf(client.send(new ListTopicsCommand()))).toMatchObject({ Code: 'InvalidAction' });
  });
});
