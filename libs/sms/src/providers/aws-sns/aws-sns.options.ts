import { Type } from 'class-transformer';
import { IsIn, IsOptional, Matches, Min, ValidateNested } from 'class-validator';
import { SENDER_ID } from '../../message/sender-id.js';
import { Milliseconds, Origin, Secret, Whole } from '../option-rules.js';

/** A key pair; both halves or neither. */
export class AwsCredentials {
  @Secret()
  accessKeyId: string;

  @Secret()
  secretAccessKey: string;

  @IsOptional()
  @Secret()
  sessionToken?: string;
}

/** How to reach AWS SNS. */
export class AwsSnsOptions {
  /** AWS region whose SNS sends, e.g. `eu-west-1`. */
  @Matches(/^[a-z]{2}(-[a-z]+)+-\d+$/, { message: '$property must be an AWS region such as eu-west-1' })
  region: string;

  /** Without it the SDK looks in its usual places: environment, shared files, container, instance. */
  @IsOptional()
  @ValidateNested()
  @Type(() => AwsCredentials)
  credentials?: AwsCredentials;

  /** Alphanumeric sender, 3 to 11 letters and digits; ignored by the United States and some others. */
  @IsOptional()
  @Matches(SENDER_ID, { message: '$property must be 3 to 11 letters and digits with at least one letter' })
  senderId?: string;

  /** `Transactional` favours arrival, `Promotional` cost. AWS documents two different defaults; it is always sent. */
  @IsIn(['Transactional', 'Promotional'])
  smsType: 'Transactional' | 'Promotional' = 'Transactional';

  /** Origin of the API; absent: the region's own. */
  @IsOptional()
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
  lowSpendLimitUsd: number = 1;
}
