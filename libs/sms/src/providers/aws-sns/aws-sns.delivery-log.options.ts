import { AwsCredentials } from '../aws-credentials.js';
import {
  AwsRegion,
  Milliseconds,
  Nested,
  OfForm,
  Optional,
  Origin,
  type TextForm,
  Whole,
} from '../option-rules.js';

export const AWS_ACCOUNT_FORM: TextForm = {
  pattern: /^\d{12}$/,
  described: 'the twelve digits of an AWS account',
};

/** How the delivery logs of AWS SNS are read; needs `logs:FilterLogEvents` on both groups. */
export class AwsSnsDeliveryLogOptions {
  /** AWS region whose SNS sends, e.g. `eu-west-1`. */
  @AwsRegion()
  region: string;

  /** The account's number, twelve digits: it stands in the names of the log groups. */
  @OfForm(AWS_ACCOUNT_FORM)
  accountId: string;

  /** Without it the SDK looks in its usual places: environment, shared files, container, instance. */
  @Optional()
  @Nested(() => AwsCredentials)
  credentials?: AwsCredentials;

  /** Origin of the API of CloudWatch Logs; absent: the region's own. */
  @Optional()
  @Origin()
  endpoint?: string;

  /** Pause between two readings, in ms. */
  @Milliseconds(1000, 3_600_000)
  pollMs: number = 15_000;

  /** How far each reading goes back behind the last, in ms: entries arrive late. What was read already is left out. */
  @Milliseconds(0, 259_200_000)
  overlapMs: number = 900_000;

  /** Longest stretch of time read at once, in ms; what lies further back is caught up with stretch by stretch. */
  @Milliseconds(60_000, 86_400_000)
  maxWindowMs: number = 3_600_000;

  /** Calls a second; AWS allows an account 5 in a region, whoever makes them. */
  @Whole(1, 5)
  callsPerSecond: number = 2;

  /** Entries asked for at once; more of them would not fit into the 256 KiB that are read of an answer. */
  @Whole(1, 250)
  pageSize: number = 200;

  /** Limit for one call, in ms. */
  @Milliseconds(100, 60_000)
  requestTimeoutMs: number = 10_000;

  /** Longest wait after the first call that fails, in ms; doubles from there. */
  @Milliseconds(1, 60_000)
  retryDelayMs: number = 1000;

  /** Longest wait after any call that fails, in ms. */
  @Milliseconds(1, 3_600_000)
  maxRetryDelayMs: number = 300_000;

  /** Entries remembered, so that none is told twice. */
  @Whole(2, 10_000_000)
  remembered: number = 100_000;

  /** Most sockets kept open to CloudWatch Logs. */
  @Whole(1, 16)
  connections: number = 1;

  /** Limit for DNS, TCP and TLS together, in ms. */
  @Milliseconds(50, 60_000)
  connectTimeoutMs: number = 3000;
}
