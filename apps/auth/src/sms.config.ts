import { IsIn, IsOptional, IsUrl, Matches } from 'class-validator';
import { OptionalSecret, WholeNumber } from './config/environment-rules.js';

/** What `SMS_PROVIDER` may say; `failover` means the providers of `SMS_FAILOVER_ORDER`, in that order. */
export const SMS_PROVIDER_CHOICES = ['mock', 'twilio', 'aws-sns', 'failover'] as const;

const BASE_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** The settings of the SMS providers, one property an environment variable; the initialisers are the defaults. */
export class SmsConfig {
  @IsOptional()
  @IsIn(SMS_PROVIDER_CHOICES)
  SMS_PROVIDER?: (typeof SMS_PROVIDER_CHOICES)[number];

  /** Provider names, the preferred first, separated by commas. */
  @Matches(/^[a-z0-9-]+(\s*,\s*[a-z0-9-]+)*$/, {
    message: '$property must be provider names separated by commas',
  })
  SMS_FAILOVER_ORDER = 'twilio,aws-sns';

  /** How long a provider that keeps failing is left alone at first, in seconds. */
  @WholeNumber(1, 3_600)
  SMS_FAILOVER_TIMEOUT_SECS = 30;

  /** Time between two probes of a provider, which send nothing, in seconds; 0 probes nobody. */
  @WholeNumber(0, 86_400)
  SMS_PROBE_INTERVAL_SECS = 60;

  @IsOptional()
  @Matches(/^AC[0-9a-f]{32}$/i, { message: '$property must be AC followed by 32 hexadecimal digits' })
  TWILIO_ACCOUNT_SID?: string;

  @OptionalSecret()
  TWILIO_AUTH_TOKEN?: string;

  @IsOptional()
  @Matches(/^SK[0-9a-f]{32}$/i, { message: '$property must be SK followed by 32 hexadecimal digits' })
  TWILIO_API_KEY_SID?: string;

  @OptionalSecret()
  TWILIO_API_KEY_SECRET?: string;

  @IsOptional()
  @Matches(/^(\+[1-9]\d{1,14}|\d{3,8}|(?=.*[a-z])[a-z0-9 +\-_&]{1,11})$/i, {
    message: '$property must be an E.164 number, a short code or an alphanumeric sender ID',
  })
  TWILIO_FROM_NUMBER?: string;

  @IsOptional()
  @Matches(/^MG[0-9a-f]{32}$/i, { message: '$property must be MG followed by 32 hexadecimal digits' })
  TWILIO_MESSAGING_SERVICE_SID?: string;

  @IsOptional()
  @IsUrl(BASE_URL, { message: '$property must be an http or https URL' })
  TWILIO_API_BASE_URL?: string;

  /** Attempts after the first. */
  @WholeNumber(0, 10)
  TWILIO_MAX_RETRIES = 3;

  @WholeNumber(1, 60_000)
  TWILIO_RETRY_DELAY_MS = 1_000;

  /** Limit for one attempt, in seconds. */
  @WholeNumber(1, 60)
  TWILIO_REQUEST_TIMEOUT_SECS = 30;

  @OptionalSecret()
  AWS_SNS_ACCESS_KEY_ID?: string;

  @OptionalSecret()
  AWS_SNS_SECRET_ACCESS_KEY?: string;

  @OptionalSecret()
  AWS_SNS_SESSION_TOKEN?: string;

  @OptionalSecret()
  AWS_ACCESS_KEY_ID?: string;

  @OptionalSecret()
  AWS_SECRET_ACCESS_KEY?: string;

  @OptionalSecret()
  AWS_SESSION_TOKEN?: string;

  @IsOptional()
  @Matches(REGION, { message: '$property must be an AWS region such as eu-west-1' })
  AWS_SNS_REGION?: string;

  @IsOptional()
  @Matches(REGION, { message: '$property must be an AWS region such as eu-west-1' })
  AWS_REGION?: string;

  @IsOptional()
  @Matches(/^(?=.*[a-z])[a-z0-9]{3,11}$/i, {
    message: '$property must be 3 to 11 letters and digits with at least one letter',
  })
  AWS_SNS_SENDER_ID?: string;

  @IsIn(['Transactional', 'Promotional'])
  AWS_SNS_SMS_TYPE: 'Transactional' | 'Promotional' = 'Transactional';

  @IsOptional()
  @IsUrl(BASE_URL, { message: '$property must be an http or https URL' })
  AWS_ENDPOINT_URL_SNS?: string;

  @IsOptional()
  @IsUrl(BASE_URL, { message: '$property must be an http or https URL' })
  AWS_ENDPOINT_URL?: string;

  /** Attempts after the first. */
  @WholeNumber(0, 10)
  AWS_SNS_MAX_RETRIES = 3;

  @WholeNumber(1, 60_000)
  AWS_SNS_RETRY_DELAY_MS = 1_000;

  /** Limit for one attempt, in seconds. */
  @WholeNumber(1, 60)
  AWS_SNS_REQUEST_TIMEOUT_SECS = 30;
}
