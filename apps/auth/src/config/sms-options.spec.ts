import { describe, expect, it } from 'vitest';
import { normaliseEnvironment } from './environment.js';
import { smsOptionsOf } from './sms-options.js';

const optionsOf = (variables: Record<string, string>) => {
  const { app, sms, watch } = normaliseEnvironment(variables);
  return smsOptionsOf(app, sms, watch);
};
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM_NUMBER: '+15005550006',
};
const SNS = { AWS_REGION: 'eu-west-1' };

describe('smsOptionsOf', () => {
  it('uses the mock when nothing is chosen, and configures nobody else', () => {
    const options = optionsOf({ ...TWILIO, ...SNS });
    expect(options).toMatchObject({ order: ['mock'], mock: {}, environment: 'development' });
    expect([options.twilio, options.awsSns, options.awsEum]).toEqual([undefined, undefined, undefined]);
  });

  it('takes the order of a failover, and its times in ms', () => {
    const options = optionsOf({
      ...TWILIO,
      ...SNS,
      SMS_PROVIDER: 'failover',
      SMS_FAILOVER_ORDER: 'aws-sns, twilio',
      SMS_FAILOVER_TIMEOUT_SECS: '45',
      TWILIO_REQUEST_TIMEOUT_SECS: '7',
    });
    expect(options).toMatchObject({ order: ['aws-sns', 'twilio'], failover: { openMs: 45_000 } });
    expect(options.twilio).toMatchObject({ requestTimeoutMs: 7_000, maxRetries: 3, retryDelayMs: 1_000 });
  });

  it.each([
    ['60', { intervalMs: 60_000 }],
    ['0', 'off'],
  ])('probes every so many seconds, and never at 0: %s', (seconds, probe) => {
    expect(optionsOf({ SMS_PROBE_INTERVAL_SECS: seconds }).probe).toEqual(probe);
  });

  it('takes AWS keys whole from one prefix, the own one first', () => {
    const shared = { ...SNS, SMS_PROVIDER: 'aws-sns', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
    const own = { AWS_SNS_ACCESS_KEY_ID: 'c', AWS_SNS_SECRET_ACCESS_KEY: 'd', AWS_SNS_REGION: 'us-east-1' };
    const session = { AWS_SESSION_TOKEN: 'e' };
    expect(optionsOf({ ...shared, ...session }).awsSns?.credentials).toEqual({
      accessKeyId: 'a',
      secretAccessKey: 'b',
      sessionToken: 'e',
    });
    const { awsSns } = optionsOf({ ...shared, ...session, ...own });
    expect(awsSns?.credentials).toEqual({ accessKeyId: 'c', secretAccessKey: 'd' });
    expect(awsSns?.region).toBe('us-east-1');
  });

  it('takes what End User Messaging sends along, and its keys before the shared ones', () => {
    const shared = {
      ...SNS,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL: 'http://a',
    };
    const keys = { AWS_EUM_ACCESS_KEY_ID: 'c', AWS_EUM_SECRET_ACCESS_KEY: 'd', AWS_EUM_REGION: 'us-east-1' };
    const eum = { AWS_EUM_MAX_PRICE: '0.05', AWS_EUM_ORIGINATION_IDENTITY: 'pool-1' };
    const { awsEum } = optionsOf({ ...shared, ...eum, SMS_PROVIDER: 'aws-eum' });
    expect(awsEum).toMatchObject({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      endpoint: 'http://a',
      originationIdentity: 'pool-1',
      maxPriceUsd: 0.05,
    });
    const endpoint = { AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: 'http://b' };
    expect(optionsOf({ ...shared, ...keys, ...endpoint, SMS_PROVIDER: 'aws-eum' }).awsEum).toMatchObject({
      region: 'us-east-1',
      credentials: { accessKeyId: 'c', secretAccessKey: 'd' },
      endpoint: 'http://b',
    });
  });

  it('watches over codes, unless told not to, and tells providers what came of them only if told to', () => {
    const feedback = { TWILIO_MESSAGE_FEEDBACK: 'on', AWS_EUM_MESSAGE_FEEDBACK: 'on' };
    const all = { ...TWILIO, ...SNS, SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'twilio,aws-eum' };
    expect(optionsOf(all)).toMatchObject({
      watch: { maxSilenceMs: 45_000, minSilenceMs: 15_000 },
      twilio: { messageFeedback: 'off' },
      awsEum: { messageFeedback: 'off' },
    });
    expect(optionsOf({ ...all, ...feedback, SMS_WATCH: 'off' })).toMatchObject({
      watch: 'off',
      twilio: { messageFeedback: 'on' },
      awsEum: { messageFeedback: 'on' },
    });
  });

  it('reads the delivery logs of the account that is named, with the keys of SNS', () => {
    const keys = { AWS_SNS_ACCESS_KEY_ID: 'c', AWS_SNS_SECRET_ACCESS_KEY: 'd' };
    const sns = { ...SNS, ...keys, SMS_PROVIDER: 'aws-sns' };
    expect(optionsOf(sns).awsSns?.deliveryLogs).toBeUndefined();
    const logs = { AWS_SNS_LOGS_ACCOUNT_ID: '123456789012', AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://logs' };
    expect(optionsOf({ ...sns, ...logs, AWS_SNS_LOGS_POLL_SECS: '5' }).awsSns?.deliveryLogs).toEqual({
      region: 'eu-west-1',
      accountId: '123456789012',
      credentials: { accessKeyId: 'c', secretAccessKey: 'd' },
      endpoint: 'http://logs',
      pollMs: 5_000,
    });
  });

  it('has SNS asked who opted out before each send, unless told not to', () => {
    const sns = { ...SNS, SMS_PROVIDER: 'aws-sns' };
    expect(optionsOf(sns).awsSns?.optOutCheck).toEqual({});
    expect(optionsOf({ ...sns, AWS_SNS_OPT_OUT_CHECK: 'off' }).awsSns?.optOutCheck).toBe('off');
  });

  it('leaves the keys to the SDK when there are none', () => {
    expect(optionsOf({ ...SNS, SMS_PROVIDER: 'aws-sns' }).awsSns?.credentials).toBeUndefined();
  });
});
