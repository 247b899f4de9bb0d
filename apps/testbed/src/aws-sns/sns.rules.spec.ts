import {
  ListPhoneNumbersOptedOutCommand,
  type MessageAttributeValue,
  PublishCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestbed, type Testbed } from '../testbed.js';
import { failureOf, snsClient } from '../testing/sdk-clients.js';

const PhoneNumber = '+15005550010';

let testbed: Testbed;
let client: ReturnType<typeof snsClient>;

beforeAll(async () => {
  testbed = await startTestbed();
  client = snsClient(testbed.snsUrl);
});
beforeEach(() => testbed.reset());
afterAll(() => testbed.close());

const publishWith = (name: string, value: MessageAttributeValue) =>
  client.send(new PublishCommand({ PhoneNumber, Message: 'hi', MessageAttributes: { [name]: value } }));
const publishJson = (message: unknown, MessageStructure = 'json') => {
  const Message = typeof message === 'string' ? message : JSON.stringify(message);
  return client.send(new PublishCommand({ PhoneNumber, Message, MessageStructure }));
};

describe('the attributes of a message', () => {
  it.each<[string, string, MessageAttributeValue]>([
    ['no name', '', { DataType: 'String', StringValue: 'a' }],
    ['a name with a space', 'my name', { DataType: 'String', StringValue: 'a' }],
    ['a name that begins with a period', '.mine', { DataType: 'String', StringValue: 'a' }],
    ['a name that ends with a period', 'mine.', { DataType: 'String', StringValue: 'a' }],
    ['a name with periods side by side', 'my..own', { DataType: 'String', StringValue: 'a' }],
    ['a name of 257 characters', 'a'.repeat(257), { DataType: 'String', StringValue: 'a' }],
    ['no type', 'mine', { DataType: undefined, StringValue: 'a' }],
    ['an empty type', 'mine', { DataType: '', StringValue: 'a' }],
    ['a type there is not', 'mine', { DataType: 'Colour', StringValue: 'a' }],
    ['an empty value', 'mine', { DataType: 'String', StringValue: '' }],
    ['no value', 'mine', { DataType: 'Number' }],
    ['the value of another type', 'mine', { DataType: 'Binary', StringValue: 'a' }],
  ])('are refused with %s', async (_, name, value) => {
    expect(await failureOf(publishWith(name, value))).toMatchObject({
      name: 'InvalidParameterValueException',
      Code: 'ParameterValueInvalid',
    });
    expect(testbed.messages()).toEqual([]);
  });

  it.each<[MessageAttributeValue, string]>([
    [{ DataType: 'String.Array', StringValue: '["a"]' }, '["a"]'],
    [{ DataType: 'Number.int', StringValue: '7' }, '7'],
    [{ DataType: 'Binary', BinaryValue: Buffer.from('a') }, 'YQ=='],
  ])('are taken as %j, and kept', async (value, kept) => {
    await publishWith('my-own_name.1', value);
    expect(testbed.messages()[0]?.asked).toEqual({ 'my-own_name.1': [kept] });
  });
});

describe('a message in JSON', () => {
  it.each([
    ['its entry for SMS', { default: 'all', sms: 'a text', http: 'a page' }, 'a text'],
    ['its default', { default: 'all', http: 'a page' }, 'all'],
    ['its default where the entry for SMS is no text', { default: 'all', sms: 7 }, 'all'],
  ])('is sent as %s', async (_, message, body) => {
    await publishJson(message);
    expect(testbed.messages()).toMatchObject([{ body }]);
  });

  it.each([
    ['what is no JSON', 'no json', /failed to parse/],
    ['a list', [], /failed to parse/],
    ['null', 'null', /failed to parse/],
    ['no default', { sms: 'a text' }, /No default entry/],
    ['a default that is no text', { default: 7 }, /No default entry/],
    ['too long an entry', { default: 'all', sms: 'a'.repeat(1_601) }, /too long/],
  ])('is refused with %s', async (_, message, reason) => {
    const failure = await failureOf(publishJson(message));
    expect(failure).toMatchObject({ Code: 'InvalidParameter', message: expect.stringMatching(reason) });
    expect(testbed.messages()).toEqual([]);
  });

  it('is refused under a structure there is not', async () => {
    const failure = await failureOf(publishJson({ default: 'all' }, 'xml'));
    expect(failure).toMatchObject({ Code: 'InvalidParameter' });
  });
});

describe('the list of who opted out', () => {
  it.each(['junk', '-1', '1.5'])('is refused from the token %s on', async (nextToken) => {
    const listed = client.send(new ListPhoneNumbersOptedOutCommand({ nextToken }));
    expect(await failureOf(listed)).toMatchObject({ Code: 'InvalidParameter' });
  });
});
