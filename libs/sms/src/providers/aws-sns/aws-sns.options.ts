import { IsIn, IsNumber, Min, ValidateIf } from 'class-validator';
import { SENDER_ID_FORM } from '../../message/sender-id.js';
import { AwsCredentials } from '../aws-credentials.js';
import { AwsRegion, Milliseconds, Nested, OfForm, Optional, Origin, Whole } from '../option-rules.js';
import { AwsSnsDeliveryLogOptions } from './aws-sns.delivery-log.options.js';
import { AwsSnsOptOutOptions } from './aws-sns.opt-out.options.js';
import { AwsSnsReceiptOptions } from './aws-sns.receipt.options.js';

/** How to reach AWS SNS. */
export class AwsSnsOptions {
  /** AWS region whose SNS sends, e.g. `eu-west-1`. */
  @AwsRegion()
  region: string;

  /** Without it the SDK looks in its usual places: environment, shared files, container, instance. */
  @Optional()
  @Nested(() => AwsCredentials)
  credentials?: AwsCredentials;

  /** Alphanumeric sender, 3 to 11 letters and digits; ignored by the United States and some others. */
  @Optional()
  @OfForm(SENDER_ID_FORM)
  senderId?: string;

  /** `Transactional` favours arrival, `Promotional` cost. AWS documents two different defaults; it is always sent. */
  @IsIn(['Transactional', 'Promotional'])
  smsType: 'Transactional' | 'Promotional' = 'Transactional';

  /** Origin of the API; absent: the region's own. */
  @Optional()
  @Origin()
  endpoint?: string;

  /** Limit for one attempt, in ms; the send's own limits may be shorter. */
  @Milliseconds(100, 60_000)
  requestTimeoutMs: number = 30_000;

  /** Attempts after the first, made only when nobody else can carry the message and nothing was sent. */
  @Whole(0, 10)
  maxRetries: number = 3;

  /** Longest wait before the first retry, in ms; doubles from there. */
  @Milliseconds(1, 60_000)
  retryDelayMs: number = 1000;

  /** Most sockets kept open to SNS. */
  @Whole(1, 4096)
  connections: number = 256;

  /** Limit for DNS, TCP and TLS together, in ms. */
  @Milliseconds(50, 60_000)
  connectTimeoutMs: number = 3000;

  /** The health probe warns of a monthly spend limit at or under this, in US dollars; 1 is what accounts begin with. */
  @Min(0)
  @IsNumber()
  lowSpendLimitUsd: number = 1;

  /** How calls are known that bring the delivery logs; absent: none is believed. */
  @Optional()
  @Nested(() => AwsSnsReceiptOptions)
  receipts?: AwsSnsReceiptOptions;

  /** Present: the delivery logs are read from CloudWatch Logs. */
  @Optional()
  @Nested(() => AwsSnsDeliveryLogOptions)
  deliveryLogs?: AwsSnsDeliveryLogOptions;

  /** Present: SNS is asked before a send whether the recipient opted out, since it takes such messages; `off`: never. */
  @ValidateIf(({ optOutCheck }: AwsSnsOptions) => optOutCheck !== 'off')
  @Nested(() => AwsSnsOptOutOptions)
  optOutCheck: AwsSnsOptOutOptions | 'off' = 'off';
}
