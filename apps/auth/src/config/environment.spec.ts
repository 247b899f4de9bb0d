import { describe, expect, it } from 'vitest';
import { hostOf, shutdownGraceMsOf } from '../app.config.js';
import { normaliseEnvironment, type Variables } from './environment.js';
import { EnvironmentError } from './environment-error.js';

const HEX = '0123456789abcdef'.repeat(2);
const TWILIO = {
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${HEX}`,
  TWILIO_AUTH_TOKEN: 'not-a-real-token',
  TWILIO_FROM_NUMBER: '+15005550006',
};
const SNS = { SMS_PROVIDER: 'aws-sns', AWS_REGION: 'eu-west-1' };
const EUM = { SMS_PROVIDER: 'aws-eum', AWS_REGION: 'eu-west-1' };
const STRONG = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const FORMER = 'Zr7mXb2LpQ9vKc4TnH6wYd1SfG8jEa3UoR5iOqWt0';
const TEST_NUMBER = '+15005550009=482913@2027-01-01';
const PRODUCTION = { NODE_ENV: 'production', AUTH_SECRET: STRONG, ALLOWED_COUNTRIES: '*' };

/** The variables a refusal names, in order; none when the environment is usable. */
function refused(variables: Variables): string[] {
  try {
    normaliseEnvironment(variables, Date.parse('2026-12-01'));
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.faults.map(({ variable }) => variable);
  }
}

describe('normaliseEnvironment', () => {
  it('needs nothing outside production', () => {
    const { app, sms } = normaliseEnvironment({ PATH: '/bin', CODE_TTL_SECS: '' });
    expect(app).toMatchObject({
      NODE_ENV: 'development',
      PORT: 3_000,
      CODE_TTL_SECS: 300,
      CODE_MAX_ATTEMPTS: 3,
    });
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
    ['a former secret', { ...PRODUCTION, ...TWILIO, AUTH_FORMER_SECRETS: FORMER }],
    ['End User Messaging with the default chain', { ...PRODUCTION, ...EUM }],
    [
      'three, in order',
      { ...TWILIO, ...EUM, SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'twilio,aws-eum,aws-sns' },
    ],
  ])('accepts %s', (_name, variables) => {
    expect(refused(variables)).toEqual([]);
  });

  it.each([
    ['PORT', { PORT: 'abc' }],
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: '0x10' }],
    ['NODE_ENV', { NODE_ENV: 'prod' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:hidden@host/db' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://u:hidden@host/db?sslmode=hope' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '0' }],
    ['AUTH_SECRET', { DATABASE_URL: 'postgres://u:hidden@host/db' }],
    ['AUTH_FORMER_SECRETS', { AUTH_SECRET: STRONG, AUTH_FORMER_SECRETS: `${FORMER}, hidden` }],
    ['AUTH_FORMER_SECRETS', { AUTH_SECRET: STRONG, AUTH_FORMER_SECRETS: STRONG }],
    ['APP_NAME', { APP_NAME: 'a\nb' }],
    ['APP_ORIGIN_HOST', { APP_ORIGIN_HOST: 'https://example.com' }],
    ['CODE_TTL_SECS', { CODE_TTL_SECS: '-1' }],
    ['CODE_MAX_ATTEMPTS', { CODE_MAX_ATTEMPTS: '0' }],
    ['RESEND_AFTER_SECS', { RESEND_AFTER_SECS: '1.5' }],
    ['CODE_WAIT_SECS', { CODE_WAIT_SECS: '59' }],
    ['CODE_MAX_WRONG_PER_DAY', { CODE_MAX_WRONG_PER_DAY: '0' }],
    ['CODE_MAX_WRONG_PER_DAY', { CODE_MAX_WRONG_PER_DAY: '76', CODE_MAX_ATTEMPTS: '4' }],
    ['CODE_MAX_WRONG_PER_DAY', { CODE_MAX_WRONG_PER_DAY: '50', CODE_WAIT_SECS: '60' }],
    ['DEVICE_TOKEN_TTL_SECS', { DEVICE_TOKEN_TTL_SECS: '60' }],
    ['ANDROID_APP_HASH', { ANDROID_APP_HASH: 'hidden' }],
    ['APP_NAME', { ANDROID_APP_HASH: 'FA+9qCX9VSu', APP_NAME: 'Ж'.repeat(40) }],
    ['AUTH_TEST_NUMBERS', { AUTH_TEST_NUMBERS: 'hidden' }],
    ['AUTH_TEST_NUMBERS', { AUTH_TEST_NUMBERS: `${TEST_NUMBER},${TEST_NUMBER}` }],
    [
      'AUTH_TEST_NUMBERS_IN_PRODUCTION',
      {
        ...PRODUCTION,
        ...TWILIO,
        AUTH_TEST_NUMBERS: TEST_NUMBER,
        AUTH_TEST_NUMBERS_IN_PRODUCTION: '+15005550008',
      },
    ],
    [
      'AUTH_TEST_NUMBERS',
      {
        ...PRODUCTION,
        ...TWILIO,
        AUTH_TEST_NUMBERS: '+15005550009=654321@2027-01-01',
        AUTH_TEST_NUMBERS_IN_PRODUCTION: '+15005550009',
      },
    ],
    ['AUDIT_DAYS', { AUDIT_DAYS: '0' }],
    ['ACCESS_TOKEN_ALGORITHM', { ACCESS_TOKEN_ALGORITHM: 'HS256' }],
    ['ACCESS_TOKEN_ISSUER', { ACCESS_TOKEN_ISSUER: 'two words' }],
    ['ACCESS_TOKEN_AUDIENCE', { ACCESS_TOKEN_AUDIENCE: 'a\nb' }],
    ['ACCESS_TOKEN_TTL_SECS', { ACCESS_TOKEN_TTL_SECS: '1e3' }],
    ['REFRESH_GRACE_SECS', { REFRESH_GRACE_SECS: '301' }],
    ['SESSION_MAX_AGE_SECS', { SESSION_MAX_AGE_SECS: 'never' }],
    ['SIGNING_KEY_DAYS', { SIGNING_KEY_DAYS: '0' }],
    ['REFRESH_TOKEN_TTL_SECS', { REFRESH_TOKEN_TTL_SECS: 'Infinity' }],
    ['SHUTDOWN_GRACE_MS', { SHUTDOWN_GRACE_MS: 'soon' }],
    ['SMS_PROVIDER', { SMS_PROVIDER: 'pigeon' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'mock,pigeon' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'mock,mock' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: ',' }],
    ['SMS_FAILOVER_TIMEOUT_SECS', { SMS_FAILOVER_TIMEOUT_SECS: '0' }],
    ['TWILIO_ACCOUNT_SID', { ...TWILIO, TWILIO_ACCOUNT_SID: '' }],
    ['TWILIO_ACCOUNT_SID', { ...TWILIO, TWILIO_ACCOUNT_SID: 'hidden' }],
    ['TWILIO_AUTH_TOKEN', { ...TWILIO, TWILIO_AUTH_TOKEN: '' }],
    ['TWILIO_API_KEY_SECRET', { ...TWILIO, TWILIO_API_KEY_SID: `SK${HEX}` }],
    ['TWILIO_API_KEY_SID', { ...TWILIO, TWILIO_API_KEY_SECRET: 'hidden' }],
    ['TWILIO_FROM_NUMBER', { ...TWILIO, TWILIO_FROM_NUMBER: '' }],
    ['TWILIO_MESSAGING_SERVICE_SID', { ...TWILIO, TWILIO_MESSAGING_SERVICE_SID: 'hidden' }],
    ['TWILIO_API_BASE_URL', { ...TWILIO, TWILIO_API_BASE_URL: 'hidden' }],
    ['TWILIO_MAX_RETRIES', { TWILIO_MAX_RETRIES: 'many' }],
    ['TWILIO_REQUEST_TIMEOUT_SECS', { TWILIO_REQUEST_TIMEOUT_SECS: '0' }],
    ['AWS_SNS_REGION', { SMS_PROVIDER: 'aws-sns' }],
    ['AWS_REGION', { SMS_PROVIDER: 'aws-sns', AWS_REGION: 'hidden' }],
    ['AWS_SNS_SECRET_ACCESS_KEY', { ...SNS, AWS_SNS_ACCESS_KEY_ID: 'hidden' }],
    [
      'AWS_SNS_ACCESS_KEY_ID',
      { ...SNS, AWS_SNS_SECRET_ACCESS_KEY: 'hidden', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    ],
    ['AWS_SECRET_ACCESS_KEY', { ...SNS, AWS_ACCESS_KEY_ID: 'hidden' }],
    ['AWS_ACCESS_KEY_ID', { ...SNS, AWS_SECRET_ACCESS_KEY: 'hidden' }],
    ['AWS_SNS_SMS_TYPE', { ...SNS, AWS_SNS_SMS_TYPE: 'Loud' }],
    ['AWS_SNS_OPT_OUT_CHECK', { ...SNS, AWS_SNS_OPT_OUT_CHECK: 'hidden' }],
    ['AWS_SNS_SENDER_ID', { ...SNS, AWS_SNS_SENDER_ID: '1' }],
    ['AWS_ENDPOINT_URL_SNS', { ...SNS, AWS_ENDPOINT_URL_SNS: 'hidden' }],
    ['SMS_WATCH', { SMS_WATCH: 'perhaps' }],
    ['SMS_WATCH_MAX_SILENCE_SECS', { SMS_WATCH_MAX_SILENCE_SECS: '0' }],
    ['TWILIO_MESSAGE_FEEDBACK', { TWILIO_MESSAGE_FEEDBACK: 'yes' }],
    ['AWS_SNS_LOGS_ACCOUNT_ID', { AWS_SNS_LOGS_ACCOUNT_ID: 'hidden' }],
    ['AWS_SNS_LOGS_POLL_SECS', { AWS_SNS_LOGS_POLL_SECS: '0' }],
    ['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'hidden' }],
    ['AWS_EUM_REGION', { SMS_PROVIDER: 'aws-eum' }],
    ['AWS_EUM_SECRET_ACCESS_KEY', { ...EUM, AWS_EUM_ACCESS_KEY_ID: 'hidden' }],
    ['AWS_SECRET_ACCESS_KEY', { ...EUM, AWS_ACCESS_KEY_ID: 'hidden' }],
    ['AWS_EUM_ORIGINATION_IDENTITY', { ...EUM, AWS_EUM_ORIGINATION_IDENTITY: 'hidden pool' }],
    ['AWS_EUM_CONFIGURATION_SET', { ...EUM, AWS_EUM_CONFIGURATION_SET: 'hidden set' }],
    ['AWS_EUM_PROTECT_CONFIGURATION', { ...EUM, AWS_EUM_PROTECT_CONFIGURATION: '{hidden}' }],
    ['AWS_EUM_MAX_PRICE', { ...EUM, AWS_EUM_MAX_PRICE: '0' }],
    ['AWS_EUM_MAX_PRICE', { ...EUM, AWS_EUM_MAX_PRICE: '1e1' }],
    ['AWS_EUM_MESSAGE_TYPE', { ...EUM, AWS_EUM_MESSAGE_TYPE: 'Transactional' }],
    ['AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', { ...EUM, AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: 'hidden' }],
    ['AWS_SNS_RETRY_DELAY_MS', { AWS_SNS_RETRY_DELAY_MS: '-5' }],
    ['AUTH_SECRET', { AUTH_SECRET: 'hidden' }],
    ['AUTH_SECRET', { ...PRODUCTION, ...TWILIO, AUTH_SECRET: '' }],
    ['SMS_PROVIDER', PRODUCTION],
    ['SMS_PROVIDER', { ...PRODUCTION, SMS_PROVIDER: 'mock' }],
    [
      'SMS_FAILOVER_ORDER',
      { ...PRODUCTION, ...TWILIO, SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'twilio,mock' },
    ],
  ])('refuses an unusable %s and keeps its value to itself', (variable, variables) => {
    expect(refused(variables)).toEqual([variable]);
    const refusal = () => normaliseEnvironment(variables);
    expect(refusal).toThrow(variable);
    expect(refusal).not.toThrow('hidden');
  });

  it('names every unusable variable at once', () => {
    expect(refused({ NODE_ENV: 'production' })).toEqual(['AUTH_SECRET', 'SMS_PROVIDER', 'ALLOWED_COUNTRIES']);
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
