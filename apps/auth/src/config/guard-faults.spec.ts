import { describe, expect, it } from 'vitest';
import { expectRefused, refusedVariables } from '../testing/refused-variables.js';
import { PRODUCTION as BARE_PRODUCTION, SNS } from '../testing/sample-environments.js';

const PRODUCTION = { ...BARE_PRODUCTION, ...SNS, ALLOWED_COUNTRIES: 'GB, US' };

describe('the settings of quotas, guard and proxies', () => {
  it.each([
    ['none outside production', {}],
    ['a list of countries in production', PRODUCTION],
    ['all countries, named as such', { ...PRODUCTION, ALLOWED_COUNTRIES: '*' }],
    ['quotas off outside production', { QUOTAS: 'off' }],
    ['prices by country', { SMS_SEGMENT_PRICES: 'GB=0.04, US=0.0079' }],
    ['a count of proxies', { TRUSTED_PROXIES: '2' }],
    ['a list of proxies', { TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1, 2001:db8::/32, loopback' }],
    ['a proof of work without an account anywhere', { ...PRODUCTION, HUMAN_CHECK: 'proof-of-work' }],
    [
      'Turnstile with its keys',
      { HUMAN_CHECK: 'turnstile', TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET: 'hidden' },
    ],
  ])('accept %s', (_, variables) => {
    expect(refusedVariables(variables)).toEqual([]);
  });

  it.each([
    ['ALLOWED_COUNTRIES', { ...PRODUCTION, ALLOWED_COUNTRIES: '' }],
    ['ALLOWED_COUNTRIES', { ALLOWED_COUNTRIES: 'GB, XX' }],
    ['ALLOWED_COUNTRIES', { ALLOWED_COUNTRIES: 'gb' }],
    ['ALLOWED_COUNTRIES', { ALLOWED_COUNTRIES: 'GB,*' }],
    ['QUOTAS', { ...PRODUCTION, QUOTAS: 'off' }],
    ['QUOTAS', { QUOTAS: 'perhaps' }],
    ['QUOTA_NUMBER_HOUR', { QUOTA_NUMBER_HOUR: '0' }],
    ['QUOTA_SENDING_FAILURE', { QUOTA_SENDING_FAILURE: 'shrug' }],
    ['QUOTA_VERIFICATION_FAILURE', { QUOTA_VERIFICATION_FAILURE: 'capped' }],
    ['PUMPING_GUARD', { PUMPING_GUARD: 'on' }],
    ['FICTIONAL_NUMBERS', { FICTIONAL_NUMBERS: 'yes' }],
    ['GUARD_DAILY_RATIO', { GUARD_DAILY_RATIO: '30%' }],
    ['SMS_SEGMENT_PRICES', { SMS_SEGMENT_PRICES: 'GB:0.04' }],
    ['SMS_SEGMENT_PRICES', { SMS_SEGMENT_PRICES: 'XX=0.04' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: 'all' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/0' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '10.0.0.0/8,' }],
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '-1' }],
    ['HUMAN_CHECK', { HUMAN_CHECK: 'riddle' }],
    ['TURNSTILE_SECRET', { HUMAN_CHECK: 'turnstile', TURNSTILE_SITE_KEY: 'site' }],
    ['HCAPTCHA_SITE_KEY', { HUMAN_CHECK: 'hcaptcha', HCAPTCHA_SECRET: 'hidden' }],
    ['TURNSTILE_VERIFY_URL', { TURNSTILE_VERIFY_URL: 'hidden' }],
  ])('refuse an unusable %s and keep its value to themselves', expectRefused);
});
