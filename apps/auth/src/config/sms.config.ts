import {
  AWS_ACCOUNT_FORM,
  AWS_EUM_RESOURCE_FORM,
  AWS_REGION_FORM,
  FIREHOSE_KEY_FORM,
  SENDER_ID_FORM,
  TOPIC_ARN_FORM,
  TWILIO_FORMS,
} from '@standby/sms';
import { IsIn, IsOptional, Matches } from 'class-validator';
import {
  OptionalDecimal,
  OptionalForm,
  OptionalForms,
  OptionalOrigin,
  OptionalSecret,
  WholeNumber,
} from './environment-rules.js';

/** What `SMS_PROVIDER` may say; `failover` means the providers of `SMS_FAILOVER_ORDER`, in that order. */
export const SMS_PROVIDER_CHOICES = ['mock', 'twilio', 'aws-sns', 'aws-eum', 'failover'] as const;

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

  /** How long what became of a message is kept, in days. */
  @WholeNumber(1, 365)
  SMS_LEDGER_DAYS = 30;

  /** Silence after which a provider is asked what became of a message, in seconds. */
  @WholeNumber(1, 86_400)
  SMS_POLL_AFTER_SECS = 120;

  @OptionalForm(TWILIO_FORMS.accountSid)
  TWILIO_ACCOUNT_SID?: string;

  @OptionalSecret()
  TWILIO_AUTH_TOKEN?: string;

  /** Receipts signed with it are believed too, during a rotation. */
  @OptionalSecret()
  TWILIO_SECONDARY_AUTH_TOKEN?: string;

  @OptionalForm(TWILIO_FORMS.apiKeySid)
  TWILIO_API_KEY_SID?: string;

  @OptionalSecret()
  TWILIO_API_KEY_SECRET?: string;

  @OptionalForm(TWILIO_FORMS.fromNumber)
  TWILIO_FROM_NUMBER?: string;

  @OptionalForm(TWILIO_FORMS.messagingServiceSid)
  TWILIO_MESSAGING_SERVICE_SID?: string;

  @OptionalOrigin()
  TWILIO_API_BASE_URL?: string;

  /** Whether Twilio is told of each code if it was proven. */
  @IsIn(['on', 'off'])
  TWILIO_MESSAGE_FEEDBACK: 'on' | 'off' = 'off';

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

  @OptionalForm(AWS_REGION_FORM)
  AWS_SNS_REGION?: string;

  @OptionalForm(AWS_REGION_FORM)
  AWS_REGION?: string;

  @OptionalForm(SENDER_ID_FORM)
  AWS_SNS_SENDER_ID?: string;

  @IsIn(['Transactional', 'Promotional'])
  AWS_SNS_SMS_TYPE: 'Transactional' | 'Promotional' = 'Transactional';

  /** Whether SNS, which takes messages to them like any other, is asked before a send who opted out. */
  @IsIn(['on', 'off'])
  AWS_SNS_OPT_OUT_CHECK: 'on' | 'off' = 'on';

  /** Access keys of the Firehose endpoint that brings the delivery logs; two, separated by a comma, during a rotation. */
  @OptionalForms(FIREHOSE_KEY_FORM, 2)
  AWS_SNS_RECEIPT_KEYS?: string;

  /** The account whose SNS sends; present: its delivery logs are read. */
  @OptionalForm(AWS_ACCOUNT_FORM)
  AWS_SNS_LOGS_ACCOUNT_ID?: string;

  /** Pause between two readings of the delivery logs, in seconds. */
  @WholeNumber(1, 3_600)
  AWS_SNS_LOGS_POLL_SECS = 15;

  @OptionalOrigin()
  AWS_ENDPOINT_URL_CLOUDWATCH_LOGS?: string;

  @OptionalOrigin()
  AWS_ENDPOINT_URL_SNS?: string;

  @OptionalOrigin()
  AWS_ENDPOINT_URL?: string;

  /** Attempts after the first. */
  @WholeNumber(0, 10)
  AWS_SNS_MAX_RETRIES = 3;

  @WholeNumber(1, 60_000)
  AWS_SNS_RETRY_DELAY_MS = 1_000;

  /** Limit for one attempt, in seconds. */
  @WholeNumber(1, 60)
  AWS_SNS_REQUEST_TIMEOUT_SECS = 30;

  @OptionalSecret()
  AWS_EUM_ACCESS_KEY_ID?: string;

  @OptionalSecret()
  AWS_EUM_SECRET_ACCESS_KEY?: string;

  @OptionalSecret()
  AWS_EUM_SESSION_TOKEN?: string;

  @OptionalForm(AWS_REGION_FORM)
  AWS_EUM_REGION?: string;

  /** Who sends: a pool, a phone number or a sender ID. */
  @OptionalForm(AWS_EUM_RESOURCE_FORM)
  AWS_EUM_ORIGINATION_IDENTITY?: string;

  @OptionalForm(AWS_EUM_RESOURCE_FORM)
  AWS_EUM_CONFIGURATION_SET?: string;

  @OptionalForm(AWS_EUM_RESOURCE_FORM)
  AWS_EUM_PROTECT_CONFIGURATION?: string;

  /** Most that one message may cost, in US dollars. */
  @OptionalDecimal(0.0001, 99)
  AWS_EUM_MAX_PRICE?: number;

  @IsIn(['TRANSACTIONAL', 'PROMOTIONAL'])
  AWS_EUM_MESSAGE_TYPE: 'TRANSACTIONAL' | 'PROMOTIONAL' = 'TRANSACTIONAL';

  /** Whether AWS is told of each code if it was proven; it counts those as failed that it is not told of. */
  @IsIn(['on', 'off'])
  AWS_EUM_MESSAGE_FEEDBACK: 'on' | 'off' = 'off';

  /** ARNs of the topics that bring its events, separated by commas. */
  @OptionalForms(TOPIC_ARN_FORM)
  AWS_EUM_TOPIC_ARNS?: string;

  @OptionalOrigin()
  AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2?: string;

  /** Attempts after the first. */
  @WholeNumber(0, 10)
  AWS_EUM_MAX_RETRIES = 3;

  @WholeNumber(1, 60_000)
  AWS_EUM_RETRY_DELAY_MS = 1_000;

  /** Limit for one attempt, in seconds. */
  @WholeNumber(1, 60)
  AWS_EUM_REQUEST_TIMEOUT_SECS = 30;
}
