import { IsIn, IsNumber, Max, Min } from 'class-validator';
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

/** How AWS End User Messaging calls what sends, and what a message is sent under. */
export const AWS_EUM_RESOURCE_FORM: TextForm = {
  pattern: /^[A-Za-z0-9_:/+-]{1,256}$/,
  described: 'a name, an id or an ARN',
};

/** How to reach AWS End User Messaging. */
export class AwsEumOptions {
  /** AWS region that sends, e.g. `eu-west-1`. */
  @AwsRegion()
  region: string;

  /** Without it the SDK looks in its usual places: environment, shared files, container, instance. */
  @Optional()
  @Nested(() => AwsCredentials)
  credentials?: AwsCredentials;

  /** Who sends: a pool, a phone number or a sender ID, by its id or ARN; absent: AWS picks one of the account's. */
  @Optional()
  @OfForm(AWS_EUM_RESOURCE_FORM)
  originationIdentity?: string;

  /** Configuration set, by its name or ARN: where events go, and which protect configuration applies. */
  @Optional()
  @OfForm(AWS_EUM_RESOURCE_FORM)
  configurationSet?: string;

  /** Protect configuration, by its id; wins over the configuration set's and the account's. */
  @Optional()
  @OfForm(AWS_EUM_RESOURCE_FORM)
  protectConfiguration?: string;

  /** Most that one message may cost, in US dollars, to five decimals; over it nothing is sent and the next provider asked. */
  @Optional()
  @Min(0.0001)
  @Max(99)
  maxPriceUsd?: number;

  /** `TRANSACTIONAL` for what is time-critical; an origination identity takes one of the two. */
  @IsIn(['TRANSACTIONAL', 'PROMOTIONAL'])
  messageType: 'TRANSACTIONAL' | 'PROMOTIONAL' = 'TRANSACTIONAL';

  /** `on`: AWS is told of each code whether it was proven, and counts those as failed that it is not told of within an hour. */
  @IsIn(['on', 'off'])
  messageFeedback: 'on' | 'off' = 'off';

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

  /** Most sockets kept open to End User Messaging. */
  @Whole(1, 4096)
  connections: number = 256;

  /** Limit for DNS, TCP and TLS together, in ms. */
  @Milliseconds(50, 60_000)
  connectTimeoutMs: number = 3000;

  /** The health probe warns of a monthly spend limit at or under this, in US dollars; 1 is what accounts begin with. */
  @Min(0)
  @IsNumber()
  lowSpendLimitUsd: number = 1;
}
