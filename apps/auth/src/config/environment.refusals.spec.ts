import { describe, expect, it } from 'vitest';
import { expectRefused, refusedVariables } from '../testing/refused-variables.js';
import { FORMER_SECRET, PRODUCTION, TEST_NUMBER, TWILIO } from '../testing/sample-environments.js';

const { AUTH_SECRET } = PRODUCTION;
const UNUSABLE = 'refuse an unusable %s and keep its value to themselves';

describe('several unusable variables', () => {
  it('are named at once, malformed or not, and files that cannot be read with them', () => {
    const variables = {
      ...PRODUCTION,
      ...TWILIO,
      AUTH_SECRET: '',
      AUTH_SECRET_FILE: '/nowhere/auth_secret',
      LOG_LEVEL: 'loud',
      CODE_TTL_SECS: '1e2',
      TRUSTED_PROXIES: '10.0.0.0/8,nonsense',
      ALLOWED_COUNTRIES: '',
      HUMAN_CHECK: 'turnstile',
      TURNSTILE_SITE_KEY: 'a-site-key',
    };
    expect(refusedVariables(variables)).toEqual([
      'AUTH_SECRET_FILE',
      'LOG_LEVEL',
      'CODE_TTL_SECS',
      'TRUSTED_PROXIES',
      'ALLOWED_COUNTRIES',
      'TURNSTILE_SECRET',
    ]);
  });

  it('say nothing of what only another that is malformed could tell', () => {
    const variables = { AUTH_TEST_NUMBERS: TEST_NUMBER, DATABASE_URL: 'postgres://u@host/db' };
    expect(refusedVariables({ ...variables, NODE_ENV: 'prod' })).toEqual(['NODE_ENV']);
    expect(refusedVariables({ ...variables, AUTH_SECRET_FILE: '/nowhere' })).toEqual(['AUTH_SECRET_FILE']);
  });
});

describe('the settings of the process', () => {
  it.each([
    ['PORT', { PORT: 'abc' }],
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: '0x10' }],
    ['NODE_ENV', { NODE_ENV: 'prod' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://u:hidden@host/db' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://u:hidden@host/db?sslmode=hope' }],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '0' }],
    ['AUDIT_DAYS', { AUDIT_DAYS: '0' }],
    ['METRICS_TOKEN', { METRICS_TOKEN: 'hidden' }],
    ['SHUTDOWN_GRACE_MS', { SHUTDOWN_GRACE_MS: 'soon' }],
  ])(UNUSABLE, expectRefused);
});

describe('the secrets', () => {
  it.each([
    ['AUTH_SECRET', { DATABASE_URL: 'postgres://u:hidden@host/db' }],
    ['AUTH_FORMER_SECRETS', { AUTH_SECRET, AUTH_FORMER_SECRETS: `${FORMER_SECRET}, hidden` }],
    ['AUTH_FORMER_SECRETS', { AUTH_SECRET, AUTH_FORMER_SECRETS: AUTH_SECRET }],
    ['AUTH_SECRET', { AUTH_SECRET: 'hidden' }],
    ['AUTH_SECRET', { ...PRODUCTION, ...TWILIO, AUTH_SECRET: '' }],
  ])(UNUSABLE, expectRefused);
});

describe('the settings of codes', () => {
  it.each([
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
  ])(UNUSABLE, expectRefused);
});

describe('the test numbers', () => {
  it.each([
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
  ])(UNUSABLE, expectRefused);
});

describe('the settings of sessions', () => {
  it.each([
    ['ACCESS_TOKEN_ALGORITHM', { ACCESS_TOKEN_ALGORITHM: 'HS256' }],
    ['ACCESS_TOKEN_ISSUER', { ACCESS_TOKEN_ISSUER: 'two words' }],
    ['ACCESS_TOKEN_AUDIENCE', { ACCESS_TOKEN_AUDIENCE: 'a\nb' }],
    ['ACCESS_TOKEN_TTL_SECS', { ACCESS_TOKEN_TTL_SECS: '1e3' }],
    ['REFRESH_GRACE_SECS', { REFRESH_GRACE_SECS: '301' }],
    ['SESSION_MAX_AGE_SECS', { SESSION_MAX_AGE_SECS: 'never' }],
    ['SIGNING_KEY_DAYS', { SIGNING_KEY_DAYS: '0' }],
    ['REFRESH_TOKEN_TTL_SECS', { REFRESH_TOKEN_TTL_SECS: 'Infinity' }],
  ])(UNUSABLE, expectRefused);
});
