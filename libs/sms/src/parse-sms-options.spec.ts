import { assert, describe, expect, it } from 'vitest';
import { parseSmsOptions, SmsOptionsError } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { FailoverOptions } from './routing/failover.options.js';
import type { SmsModuleOptions } from './sms-module-options.js';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const SECRET = 'hunter2-and-more';
const TWILIO = { accountSid: ACCOUNT, authToken: SECRET, fromNumber: '+14155552671' };
const SNS = { region: 'eu-west-1' };

const named = (name: unknown) => ({ name, send: () => {} });

const parsed = (options: Partial<SmsModuleOptions>) => parseSmsOptions({ order: ['twilio'], ...options });
const refusalOf = (options: object) => {
  try {
    parseSmsOptions({ order: ['twilio'], ...options });
  } catch (error) {
    assert(error instanceof SmsOptionsError);
    return error;
  }
  return assert.fail('They are accepted.');
};

describe('parseSmsOptions', () => {
  it('fills in the defaults', () => {
    const options = parsed({ twilio: TWILIO, awsSns: SNS, awsEum: SNS });
    expect(options).toMatchObject({ environment: 'production', failover: new FailoverOptions() });
    expect(options.twilio).toMatchObject({ ...TWILIO, requestTimeoutMs: 30_000, maxRetries: 3 });
    expect(options.awsSns).toMatchObject({ ...SNS, smsType: 'Transactional', retryDelayMs: 1000 });
    expect(options.awsEum).toMatchObject({ ...SNS, messageType: 'TRANSACTIONAL', messageFeedback: 'off' });
  });

  it('keeps a default where undefined is given', () => {
    const options = parsed({
      environment: undefined,
      allowedCountries: undefined,
      twilio: { ...TWILIO, apiBaseUrl: undefined, maxRetries: undefined },
      failover: { openMs: undefined, windowMs: 5000 },
    });
    expect(options.environment).toBe('production');
    expect(options.twilio).toMatchObject({ apiBaseUrl: 'https://api.twilio.com', maxRetries: 3 });
    expect(options.failover).toMatchObject({ openMs: 30_000, windowMs: 5000 });
  });

  it('lets a provider be left alone for as long as is said from the start', () => {
    const { failover } = parsed({ twilio: TWILIO, failover: { openMs: 3_600_000 } });
    expect(failover).toMatchObject({ openMs: 3_600_000, maxOpenMs: 3_600_000 });
  });

  it('hands on the providers of the host application themselves', () => {
    const own = new MockProvider('own');
    expect(parsed({ order: ['own'], providers: [own] }).providers?.[0]).toBe(own);
  });

  it('lets one of them have the name of a provider that is not configured', () => {
    const own = [new MockProvider('twilio'), new MockProvider(`g-2${'w'.repeat(61)}`)];
    expect(parsed({ providers: own }).providers).toEqual(own);
  });

  it('hands on what a segment costs', () => {
    const prices = { usdPerSegment: 0.05, byCountry: new Map([['GB', 0.04]]) };
    expect(parsed({ twilio: TWILIO, prices }).prices).toEqual(prices);
  });

  it.each([
    ['a messaging service', { messagingServiceSid: `MG${'0'.repeat(32)}`, fromNumber: undefined }],
    ['an alphanumeric sender', { fromNumber: 'Example' }],
    ['a short code', { fromNumber: '12345' }],
    ['an API key', { authToken: undefined, apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: SECRET }],
    ['a stand-in on this machine', { apiBaseUrl: 'http://127.0.0.1:4010' }],
  ])('accepts Twilio with %s', (_, twilio) => {
    expect(() => parsed({ twilio: { ...TWILIO, ...twilio } })).not.toThrow();
  });

  it.each<[string, object]>([
    ['order: ', { order: [] }],
    ['order: ', { order: ['twilio', 'twilio'] }],
    ['order: ', { order: 'twilio' }],
    ['environment: ', { environment: 'staging' }],
    ['allowedCountries: ', { allowedCountries: ['GB', 'Atlantis'] }],
    ['allowedCountries: ', { allowedCountries: ['gb'] }],
    ['allowedCountries: ', { allowedCountries: [] }],
    ['mock: ', { mock: true }],
    ['prices ', { prices: { usdPerSegment: -1, byCountry: new Map() } }],
    ['prices ', { prices: { usdPerSegment: 0.05, byCountry: new Map([['GB', Number.NaN]]) } }],
    ['prices ', { prices: { usdPerSegment: 0.05, byCountry: { GB: 0.04 } } }],
    ['twilio.accountSid: ', { twilio: { ...TWILIO, accountSid: 'AC1' } }],
    ['twilio.authToken: ', { twilio: { ...TWILIO, authToken: ' ' } }],
    ['twilio.authToken, or ', { twilio: { ...TWILIO, authToken: undefined } }],
    ['twilio.apiKeySid and ', { twilio: { ...TWILIO, apiKeySecret: SECRET } }],
    ['twilio.fromNumber: ', { twilio: { ...TWILIO, fromNumber: 'a sender too long' } }],
    ['twilio.fromNumber or ', { twilio: { ...TWILIO, fromNumber: undefined } }],
    ['twilio.apiBaseUrl: ', { twilio: { ...TWILIO, apiBaseUrl: 'api.twilio.com' } }],
    ['twilio.apiBaseUrl: ', { twilio: { ...TWILIO, apiBaseUrl: 'https://proxy.example/twilio' } }],
    ['twilio.apiBaseUrl: ', { twilio: { ...TWILIO, apiBaseUrl: 'https://proxy.example?x=1' } }],
    ['twilio.apiBaseUrl: ', { twilio: { ...TWILIO, apiBaseUrl: 'https://user:pw@proxy.example' } }],
    ['awsSns.endpoint: ', { awsSns: { ...SNS, endpoint: 'https://proxy.example/sns' } }],
    ['awsSns.region: ', { awsSns: { region: 'us-iso-east-1' } }],
    ['awsEum.region: ', { awsEum: { region: 'us-isob-west-1' } }],
    ['failover: ', { failover: [] }],
    ['probe: ', { probe: [] }],
    ['watch: ', { watch: [] }],
    ['receipts: ', { receipts: [] }],
    ['providers: ', { providers: [{ name: 'own' }] }],
    ['providers: ', { providers: [null] }],
    ['providers: ', { providers: { send: () => {} } }],
    ['providers: ', { providers: [named(undefined)] }],
    ['providers: ', { providers: [named('')] }],
    ['providers: ', { providers: [named('my gateway')] }],
    ['providers: ', { providers: [named('Gateway')] }],
    ['providers: ', { providers: [named('gateway\n')] }],
    ['providers: ', { providers: [named(`g${'w'.repeat(64)}`)] }],
    ['providers: ', { providers: [named('gateway'), named('gateway')] }],
    ['providers must not ', { twilio: TWILIO, providers: [named('twilio')] }],
    ['providers must not ', { awsSns: SNS, providers: [named('aws-sns')] }],
    ['providers must not ', { awsEum: SNS, providers: [named('aws-eum')] }],
    ['providers must not ', { mock: {}, environment: 'test', providers: [named('mock')] }],
    ['messageLedger: ', { messageLedger: {} }],
    ['outcomeStore: ', { outcomeStore: {} }],
    ['leases: ', { leases: {} }],
    ['circuitBoard: ', { circuitBoard: { post: () => {} } }],
    ['twilio.requestTimeoutMs: ', { twilio: { ...TWILIO, requestTimeoutMs: 0 } }],
    ['twilio.maxRetries: ', { twilio: { ...TWILIO, maxRetries: 1.5 } }],
    ['awsSns.region: ', { awsSns: { region: 'Ireland' } }],
    ['awsSns.senderId: ', { awsSns: { ...SNS, senderId: '12345' } }],
    ['awsSns.lowSpendLimitUsd: ', { awsSns: { ...SNS, lowSpendLimitUsd: Number.POSITIVE_INFINITY } }],
    ['twilio.lowBalance: ', { twilio: { ...TWILIO, lowBalance: Number.POSITIVE_INFINITY } }],
    ['awsSns.smsType: ', { awsSns: { ...SNS, smsType: 'Urgent' } }],
    ['awsSns.credentials.secretAccessKey: ', { awsSns: { ...SNS, credentials: { accessKeyId: SECRET } } }],
    ['awsEum.region: ', { awsEum: { region: 'Ireland' } }],
    ['awsEum.originationIdentity: ', { awsEum: { ...SNS, originationIdentity: 'a pool' } }],
    ['awsEum.configurationSet: ', { awsEum: { ...SNS, configurationSet: '' } }],
    ['awsEum.protectConfiguration: ', { awsEum: { ...SNS, protectConfiguration: 'é' } }],
    ['awsEum.maxPriceUsd: ', { awsEum: { ...SNS, maxPriceUsd: 0 } }],
    ['awsEum.lowSpendLimitUsd: ', { awsEum: { ...SNS, lowSpendLimitUsd: Number.POSITIVE_INFINITY } }],
    ['awsEum.messageType: ', { awsEum: { ...SNS, messageType: 'Transactional' } }],
    ['awsEum.messageFeedback: ', { awsEum: { ...SNS, messageFeedback: true } }],
    ['awsEum.credentials.accessKeyId: ', { awsEum: { ...SNS, credentials: { secretAccessKey: SECRET } } }],
    ['failover.failureRate: ', { failover: { failureRate: 0 } }],
    ['failover.slowCallRate: ', { failover: { slowCallRate: 1.1 } }],
    ['failover.consecutiveFailures: ', { failover: { consecutiveFailures: '5' } }],
    ['failover.openMs: ', { failover: { openMs: Number.NaN } }],
    ['retries: ', { retries: 3 }],
    ['twilio.password: ', { twilio: { ...TWILIO, password: SECRET } }],
    ['failover.timeout: ', { failover: { timeout: 5 } }],
  ])('refuses by its path %s', (path, options) => {
    const { message, problems } = refusalOf(options);
    expect(problems.filter((problem) => problem.startsWith(path))).not.toEqual([]);
    expect(message).toContain(`\n- ${path}`);
    expect(message).not.toContain(SECRET);
  });

  it('names every problem at once', () => {
    expect(refusalOf({ order: [], environment: 'x', failover: { openMs: 0 } }).problems).toHaveLength(3);
  });

  it('shows the value of no secret it refuses', () => {
    const spoilt = `${SECRET} with a space`;
    const twilio = { ...TWILIO, accountSid: spoilt, authToken: spoilt, fromNumber: spoilt };
    const credentials = { accessKeyId: spoilt, secretAccessKey: spoilt };
    const error = refusalOf({ twilio, awsSns: { ...SNS, credentials } });
    expect(error.problems.length).toBeGreaterThanOrEqual(5);
    expect(error.message).not.toContain(SECRET);
  });

  it.each([{ environment: 'production' } as const, {}])('refuses the mock in production (%j)', (options) => {
    expect(refusalOf({ order: ['mock'], mock: {}, ...options }).message).toContain('in production');
  });

  it('accepts the mock elsewhere', () => {
    expect(parsed({ order: ['mock'], mock: {}, environment: 'test' }).order).toEqual(['mock']);
  });
});
