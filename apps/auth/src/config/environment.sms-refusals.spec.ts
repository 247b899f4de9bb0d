import { describe, it } from 'vitest';
import { expectRefused } from '../testing/refused-variables.js';
import { EUM, PRODUCTION, SNS, TWILIO } from '../testing/sample-environments.js';

const RECEIPT_KEY = 'k'.repeat(16);
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:000000000000:events';
const UNUSABLE = 'refuse an unusable %s and keep its value to themselves';

describe('the choice of providers', () => {
  it.each([
    ['SMS_PROVIDER', { SMS_PROVIDER: 'pigeon' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'mock,pigeon' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'mock,mock' }],
    ['SMS_FAILOVER_ORDER', { SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: ',' }],
    ['SMS_FAILOVER_TIMEOUT_SECS', { SMS_FAILOVER_TIMEOUT_SECS: '0' }],
    ['SMS_PROVIDER', PRODUCTION],
    ['SMS_PROVIDER', { ...PRODUCTION, SMS_PROVIDER: 'mock' }],
    [
      'SMS_FAILOVER_ORDER',
      { ...PRODUCTION, ...TWILIO, SMS_PROVIDER: 'failover', SMS_FAILOVER_ORDER: 'twilio,mock' },
    ],
  ])(UNUSABLE, expectRefused);
});

describe('the settings of the watch', () => {
  it.each([
    ['SMS_WATCH', { SMS_WATCH: 'perhaps' }],
    ['SMS_WATCH_MAX_SILENCE_SECS', { SMS_WATCH_MAX_SILENCE_SECS: '0' }],
  ])(UNUSABLE, expectRefused);
});

describe('the settings of Twilio', () => {
  it.each([
    ['TWILIO_ACCOUNT_SID', { ...TWILIO, TWILIO_ACCOUNT_SID: '' }],
    ['TWILIO_ACCOUNT_SID', { ...TWILIO, TWILIO_ACCOUNT_SID: 'hidden' }],
    ['TWILIO_ACCOUNT_SID', { ...TWILIO, TWILIO_ACCOUNT_SID: `ac${'0'.repeat(32)}` }],
    ['TWILIO_AUTH_TOKEN', { ...TWILIO, TWILIO_AUTH_TOKEN: '' }],
    ['TWILIO_API_KEY_SECRET', { ...TWILIO, TWILIO_API_KEY_SID: `SK${'0'.repeat(32)}` }],
    ['TWILIO_API_KEY_SID', { ...TWILIO, TWILIO_API_KEY_SECRET: 'hidden' }],
    ['TWILIO_FROM_NUMBER', { ...TWILIO, TWILIO_FROM_NUMBER: '' }],
    ['TWILIO_MESSAGING_SERVICE_SID', { ...TWILIO, TWILIO_MESSAGING_SERVICE_SID: 'hidden' }],
    ['TWILIO_API_BASE_URL', { ...TWILIO, TWILIO_API_BASE_URL: 'hidden' }],
    ['TWILIO_MAX_RETRIES', { TWILIO_MAX_RETRIES: 'many' }],
    ['TWILIO_REQUEST_TIMEOUT_SECS', { TWILIO_REQUEST_TIMEOUT_SECS: '0' }],
    ['TWILIO_MESSAGE_FEEDBACK', { TWILIO_MESSAGE_FEEDBACK: 'yes' }],
  ])(UNUSABLE, expectRefused);
});

describe('the settings of AWS SNS', () => {
  it.each([
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
    ['AWS_SNS_RECEIPT_KEYS', { AWS_SNS_RECEIPT_KEYS: 'hidden' }],
    ['AWS_SNS_RECEIPT_KEYS', { AWS_SNS_RECEIPT_KEYS: Array.from({ length: 3 }, () => RECEIPT_KEY).join() }],
    ['AWS_SNS_LOGS_ACCOUNT_ID', { AWS_SNS_LOGS_ACCOUNT_ID: 'hidden' }],
    ['AWS_SNS_LOGS_POLL_SECS', { AWS_SNS_LOGS_POLL_SECS: '0' }],
    ['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'hidden' }],
    ['AWS_SNS_RETRY_DELAY_MS', { AWS_SNS_RETRY_DELAY_MS: '-5' }],
  ])(UNUSABLE, expectRefused);
});

describe('the settings of AWS End User Messaging', () => {
  it.each([
    ['AWS_EUM_REGION', { SMS_PROVIDER: 'aws-eum' }],
    ['AWS_EUM_SECRET_ACCESS_KEY', { ...EUM, AWS_EUM_ACCESS_KEY_ID: 'hidden' }],
    ['AWS_SECRET_ACCESS_KEY', { ...EUM, AWS_ACCESS_KEY_ID: 'hidden' }],
    ['AWS_EUM_ORIGINATION_IDENTITY', { ...EUM, AWS_EUM_ORIGINATION_IDENTITY: 'hidden pool' }],
    ['AWS_EUM_CONFIGURATION_SET', { ...EUM, AWS_EUM_CONFIGURATION_SET: 'hidden set' }],
    ['AWS_EUM_PROTECT_CONFIGURATION', { ...EUM, AWS_EUM_PROTECT_CONFIGURATION: '{hidden}' }],
    ['AWS_EUM_MAX_PRICE', { ...EUM, AWS_EUM_MAX_PRICE: '0' }],
    ['AWS_EUM_MAX_PRICE', { ...EUM, AWS_EUM_MAX_PRICE: '1e1' }],
    ['AWS_EUM_TOPIC_ARNS', { AWS_EUM_TOPIC_ARNS: 'hidden' }],
    ['AWS_EUM_TOPIC_ARNS', { AWS_EUM_TOPIC_ARNS: `${TOPIC_ARN},arn:aws:sqs:eu-west-1:000000000000:hidden` }],
    ['AWS_EUM_MESSAGE_TYPE', { ...EUM, AWS_EUM_MESSAGE_TYPE: 'Transactional' }],
    ['AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2', { ...EUM, AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: 'hidden' }],
  ])(UNUSABLE, expectRefused);
});
