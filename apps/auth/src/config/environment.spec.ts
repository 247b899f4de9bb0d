import { describe, expect, it } from 'vitest';
import { hostOf, shutdownGraceMsOf } from '../app.config.js';
import { refusedVariables } from '../testing/refused-variables.js';
import { EUM, FORMER_SECRET, PRODUCTION, SNS, TEST_NUMBER, TWILIO } from '../testing/sample-environments.js';
import { normaliseEnvironment } from './environment.js';

const TOPIC_ARN = 'arn:aws:sns:eu-west-1:000000000000:events';

describe('normaliseEnvironment', () => {
  it('needs nothing outside production', () => {
    const { app, sms, challenges } = normaliseEnvironment({ PATH: '/bin', CODE_TTL_SECS: '' });
    expect(app).toMatchObject({ NODE_ENV: 'development', PORT: 3_000 });
    expect(challenges).toMatchObject({ CODE_TTL_SECS: 300, CODE_MAX_ATTEMPTS: 3 });
    expect(sms).toMatchObject({
      SMS_FAILOVER_TIMEOUT_SECS: 30,
      AWS_SNS_MAX_RETRIES: 3,
      TWILIO_RETRY_DELAY_MS: 1_000,
    });
    expect(app).not.toHaveProperty('PATH');
  });

  it.each([
    ['Twilio', { ...PRODUCTION, ...TWILIO }],
    ['SNS with the default chain', { ...PRODUCTION, ...SNS }],
    [
      'SNS beside half a pair it does not use',
      { ...SNS, AWS_SNS_ACCESS_KEY_ID: 'a', AWS_SNS_SECRET_ACCESS_KEY: 'b', AWS_ACCESS_KEY_ID: 'c' },
    ],
    ['Twilio beside half a pair of AWS', { ...TWILIO, AWS_ACCESS_KEY_ID: 'c' }],
    ['PostgreSQL', { ...PRODUCTION, ...TWILIO, DATABASE_URL: 'postgresql://u:p@host:5433/db' }],
    [
      'test numbers that it names',
      {
        ...PRODUCTION,
        ...TWILIO,
        AUTH_TEST_NUMBERS: TEST_NUMBER,
        AUTH_TEST_NUMBERS_IN_PRODUCTION: '+15005550008, +15005550009',
      },
    ],
    [
      'a weak code of a test number, outside of production',
      { AUTH_TEST_NUMBERS: '+15005550009=123456@2027-01-01' },
    ],
    [
      'a test number for good, outside of production',
      { AUTH_TEST_NUMBERS: '+15005550009=482913@2999-12-31' },
    ],
    ['a test number whose time is over', { AUTH_TEST_NUMBERS: '+15005550009=482913@2020-01-01' }],
    [
      'many wrong codes a day, where each has to be waited for',
      { CODE_MAX_WRONG_PER_DAY: '1000', CODE_WAIT_SECS: '7200' },
    ],
    ['both, in order', { ...PRODUCTION, ...TWILIO, ...SNS, SMS_PROVIDER: 'failover' }],
    ['a former secret', { ...PRODUCTION, ...TWILIO, AUTH_FORMER_SECRETS: FORMER_SECRET }],
    ['two topics', { ...EUM, AWS_EUM_TOPIC_ARNS: `${TOPIC_ARN}, ${TOPIC_ARN}-too` }],
    ['two keys of Firehose', { ...SNS, AWS_SNS_RECEIPT_KEYS: `${'a'.repeat(16)} , ${'b'.repeat(16)}` }],
    ['End User Messaging with the default chain', { ...PRODUCTION, ...EUM }],
    [
      'three, in order',
      { ...TWILIO, ...EUM, SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'twilio,aws-eum,aws-sns' },
    ],
  ])('accepts %s', (_name, variables) => {
    expect(refusedVariables(variables)).toEqual([]);
  });

  it('names every unusable variable at once', () => {
    expect(refusedVariables({ NODE_ENV: 'production' })).toEqual([
      'AUTH_SECRET',
      'SMS_PROVIDER',
      'ALLOWED_COUNTRIES',
    ]);
  });
});

describe('defaults that depend on where it runs', () => {
  it('listens to the outside and drains only in production', () => {
    const { app: production } = normaliseEnvironment({ ...PRODUCTION, ...TWILIO });
    const { app: development } = normaliseEnvironment({});
    expect([hostOf(production), shutdownGraceMsOf(production)]).toEqual(['0.0.0.0', 5_000]);
    expect([hostOf(development), shutdownGraceMsOf(development)]).toEqual(['127.0.0.1', 0]);
    expect(hostOf(normaliseEnvironment({ HOST: '::1' }).app)).toBe('::1');
  });
});
