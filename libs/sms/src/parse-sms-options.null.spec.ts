import { assert, describe, expect, it } from 'vitest';
import { parseSmsOptions, SmsOptionsError } from './parse-sms-options.js';

const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'not-a-token', fromNumber: '+14155552671' };
const SNS = { region: 'eu-west-1' };
const TOPIC = { topicArns: ['arn:aws:sns:eu-west-1:123456789012:events'] };

/** All that can be left out, and `order`, by the options it is among. */
const NAMES = {
  '': `order environment twilio awsSns awsEum awsTopic mock failover probe watch allowedCountries fictionalNumbers
    prices providers idempotencyWindowMs outcomeStore messageLedger ledgerRetentionMs leases circuitBoard receipts`,
  twilio: `authToken secondaryAuthToken apiKeySid apiKeySecret fromNumber messagingServiceSid messageFeedback
    apiBaseUrl requestTimeoutMs lowBalance`,
  awsSns: 'credentials senderId smsType endpoint receipts deliveryLogs optOutCheck lowSpendLimitUsd',
  awsEum: `credentials originationIdentity configurationSet protectConfiguration maxPriceUsd messageType endpoint`,
  awsTopic: 'signatureVersion endpoint',
  receipts: 'publicUrl pollAfterMs',
  failover: 'codeDeadlineMs hedgeShare',
};
const GIVEN = { twilio: TWILIO, awsSns: SNS, awsEum: SNS, awsTopic: TOPIC };

const problemsWith = (options: object) => {
  try {
    parseSmsOptions({ order: ['twilio'], ...options });
  } catch (error) {
    assert(error instanceof SmsOptionsError);
    return error.problems;
  }
  return assert.fail('They are accepted.');
};

describe('parseSmsOptions, given null', () => {
  const cases = Object.entries(NAMES).flatMap(([part, names]) =>
    names.split(/\s+/).map((name): [string, string] => [part, name]),
  );

  it.each(cases)('takes it for nothing that was left out: %s %s', (part, name) => {
    const options =
      part === ''
        ? { ...GIVEN, [name]: null }
        : { ...GIVEN, [part]: { ...Reflect.get(GIVEN, part), [name]: null } };
    const path = part === '' ? name : `${part}.${name}`;
    const problems = problemsWith(options);
    expect(problems.filter((problem) => problem.startsWith(`${path}: `))).not.toEqual([]);
  });

  it.each([null, undefined])('refuses %s in the place of the options', (nothing) => {
    expect(() => parseSmsOptions(nothing)).toThrow(SmsOptionsError);
    expect(() => parseSmsOptions(nothing)).toThrow('they must be an object');
  });

  it('does not take it for a secret, or a sender', () => {
    const problems = problemsWith({ twilio: { ...TWILIO, authToken: null, fromNumber: null } });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'twilio.authToken',
      'twilio.fromNumber',
    ]);
  });
});
