import type { SmsModuleOptions } from '@standby/sms';
import type { AppConfig } from '../app.config.js';
import { RECEIPTS_PATH } from '../receipts/receipts.route.js';
import { DAY_MS } from '../wall-clock.js';
import type { SmsConfig } from './sms.config.js';
import type { WatchConfig } from './watch.config.js';

/** The providers' names, the preferred first; outside production, nothing chosen means the mock. */
export function providerOrderOf(config: SmsConfig): readonly string[] {
  if (config.SMS_PROVIDER === undefined) return ['mock'];
  if (config.SMS_PROVIDER !== 'failover') return [config.SMS_PROVIDER];
  return listOf(config.SMS_FAILOVER_ORDER);
}

/** The environment in the terms of the SMS module; only the chosen providers are configured. */
export function smsOptionsOf(app: AppConfig, sms: SmsConfig, watch: WatchConfig): SmsModuleOptions {
  const order = providerOrderOf(sms);
  return {
    order,
    environment: app.NODE_ENV,
    failover: { openMs: sms.SMS_FAILOVER_TIMEOUT_SECS * 1_000 },
    ledgerRetentionMs: sms.SMS_LEDGER_DAYS * DAY_MS,
    receipts: {
      publicUrl: app.PUBLIC_URL === undefined ? undefined : `${app.PUBLIC_URL}${RECEIPTS_PATH}`,
      pollAfterMs: sms.SMS_POLL_AFTER_SECS * 1_000,
    },
    probe: sms.SMS_PROBE_INTERVAL_SECS === 0 ? 'off' : { intervalMs: sms.SMS_PROBE_INTERVAL_SECS * 1_000 },
    watch: watchOptionsOf(watch),
    mock: order.includes('mock') ? {} : undefined,
    twilio: order.includes('twilio') ? twilioOptionsOf(sms) : undefined,
    awsSns: order.includes('aws-sns') ? snsOptionsOf(sms) : undefined,
    awsEum: order.includes('aws-eum') ? eumOptionsOf(sms) : undefined,
    awsTopic:
      sms.AWS_EUM_TOPIC_ARNS === undefined ? undefined : { topicArns: listOf(sms.AWS_EUM_TOPIC_ARNS) },
  };
}

function listOf(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}

function watchOptionsOf(watch: WatchConfig): SmsModuleOptions['watch'] {
  if (watch.SMS_WATCH === 'off') return 'off';
  return {
    maxSilenceMs: watch.SMS_WATCH_MAX_SILENCE_SECS * 1_000,
    minSilenceMs: watch.SMS_WATCH_MIN_SILENCE_SECS * 1_000,
  };
}

function twilioOptionsOf(sms: SmsConfig): NonNullable<SmsModuleOptions['twilio']> {
  return {
    messageFeedback: sms.TWILIO_MESSAGE_FEEDBACK,
    accountSid: sms.TWILIO_ACCOUNT_SID ?? '',
    authToken: sms.TWILIO_AUTH_TOKEN,
    secondaryAuthToken: sms.TWILIO_SECONDARY_AUTH_TOKEN,
    apiKeySid: sms.TWILIO_API_KEY_SID,
    apiKeySecret: sms.TWILIO_API_KEY_SECRET,
    fromNumber: sms.TWILIO_FROM_NUMBER,
    messagingServiceSid: sms.TWILIO_MESSAGING_SERVICE_SID,
    apiBaseUrl: sms.TWILIO_API_BASE_URL,
    maxRetries: sms.TWILIO_MAX_RETRIES,
    retryDelayMs: sms.TWILIO_RETRY_DELAY_MS,
    requestTimeoutMs: sms.TWILIO_REQUEST_TIMEOUT_SECS * 1_000,
  };
}

function snsOptionsOf(sms: SmsConfig): NonNullable<SmsModuleOptions['awsSns']> {
  const account = {
    region: sms.AWS_SNS_REGION ?? sms.AWS_REGION ?? '',
    credentials:
      keySet(sms.AWS_SNS_ACCESS_KEY_ID, sms.AWS_SNS_SECRET_ACCESS_KEY, sms.AWS_SNS_SESSION_TOKEN) ??
      sharedKeySetOf(sms),
  };
  const accountId = sms.AWS_SNS_LOGS_ACCOUNT_ID;
  return {
    ...account,
    deliveryLogs:
      accountId === undefined
        ? undefined
        : {
            ...account,
            accountId,
            endpoint: sms.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS ?? sms.AWS_ENDPOINT_URL,
            pollMs: sms.AWS_SNS_LOGS_POLL_SECS * 1_000,
          },
    senderId: sms.AWS_SNS_SENDER_ID,
    endpoint: sms.AWS_ENDPOINT_URL_SNS ?? sms.AWS_ENDPOINT_URL,
    smsType: sms.AWS_SNS_SMS_TYPE,
    optOutCheck: sms.AWS_SNS_OPT_OUT_CHECK === 'on' ? {} : 'off',
    receipts:
      sms.AWS_SNS_RECEIPT_KEYS === undefined ? undefined : { accessKeys: listOf(sms.AWS_SNS_RECEIPT_KEYS) },
    maxRetries: sms.AWS_SNS_MAX_RETRIES,
    retryDelayMs: sms.AWS_SNS_RETRY_DELAY_MS,
    requestTimeoutMs: sms.AWS_SNS_REQUEST_TIMEOUT_SECS * 1_000,
  };
}

function eumOptionsOf(sms: SmsConfig): NonNullable<SmsModuleOptions['awsEum']> {
  return {
    messageFeedback: sms.AWS_EUM_MESSAGE_FEEDBACK,
    region: sms.AWS_EUM_REGION ?? sms.AWS_REGION ?? '',
    credentials:
      keySet(sms.AWS_EUM_ACCESS_KEY_ID, sms.AWS_EUM_SECRET_ACCESS_KEY, sms.AWS_EUM_SESSION_TOKEN) ??
      sharedKeySetOf(sms),
    originationIdentity: sms.AWS_EUM_ORIGINATION_IDENTITY,
    configurationSet: sms.AWS_EUM_CONFIGURATION_SET,
    protectConfiguration: sms.AWS_EUM_PROTECT_CONFIGURATION,
    maxPriceUsd: sms.AWS_EUM_MAX_PRICE,
    messageType: sms.AWS_EUM_MESSAGE_TYPE,
    endpoint: sms.AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 ?? sms.AWS_ENDPOINT_URL,
    maxRetries: sms.AWS_EUM_MAX_RETRIES,
    retryDelayMs: sms.AWS_EUM_RETRY_DELAY_MS,
    requestTimeoutMs: sms.AWS_EUM_REQUEST_TIMEOUT_SECS * 1_000,
  };
}

function sharedKeySetOf(sms: SmsConfig) {
  return keySet(sms.AWS_ACCESS_KEY_ID, sms.AWS_SECRET_ACCESS_KEY, sms.AWS_SESSION_TOKEN);
}

/** One whole set of keys from one prefix, never a mixture; undefined leaves it to the SDK's default chain. */
function keySet(accessKeyId?: string, secretAccessKey?: string, sessionToken?: string) {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
