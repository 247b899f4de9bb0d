import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO31661Alpha2,
  IsObject,
  IsUppercase,
  ValidateIf,
} from 'class-validator';
import type { DestinationPolicy } from './guard/destination-policy.js';
import { ProbeOptions } from './health/probe.options.js';
import type { MessageLedger } from './ledger/message-ledger.js';
import type { OutcomeStore } from './ledger/outcome-store.js';
import type { PriceTable } from './message/message-price.js';
import { AwsEumOptions } from './providers/aws-eum/aws-eum.options.js';
import { AwsSnsOptions } from './providers/aws-sns/aws-sns.options.js';
import { AwsTopicOptions } from './providers/aws-topic/aws-topic.options.js';
import { Milliseconds, Named, Nested, Optional, Speaks } from './providers/option-rules.js';
import type { SmsProvider } from './providers/sms-provider.js';
import { TwilioOptions } from './providers/twilio/twilio.options.js';
import { ReceiptOptions } from './receipts/receipt.options.js';
import type { Leases } from './resilience/leases.js';
import { FailoverOptions } from './routing/failover.options.js';
import type { CircuitBoard } from './sharing/circuit-board.js';
import { WatchOptions } from './watch/watch.options.js';

/** The checked options of {@link SmsModule}, defaults filled in. */
export class SmsOptions {
  /** Names of the providers, first preferred. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  order: readonly string[];

  /** In `production` the mock is refused. */
  @IsIn(['production', 'development', 'test'])
  environment: 'production' | 'development' | 'test' = 'production';

  @Optional()
  @Nested(() => TwilioOptions)
  twilio?: TwilioOptions;

  @Optional()
  @Nested(() => AwsSnsOptions)
  awsSns?: AwsSnsOptions;

  @Optional()
  @Nested(() => AwsEumOptions)
  awsEum?: AwsEumOptions;

  /** Topics that carry the events of AWS End User Messaging; absent: none is believed. */
  @Optional()
  @Nested(() => AwsTopicOptions)
  awsTopic?: AwsTopicOptions;

  /** Present: the mock may stand in `order`. */
  @Optional()
  @IsObject()
  mock?: object;

  @Nested(() => FailoverOptions)
  failover: FailoverOptions = new FailoverOptions();

  /** How often providers are asked how they stand, without a message; `off`: never. */
  @ValidateIf(({ probe }: SmsOptions) => probe !== 'off')
  @Nested(() => ProbeOptions)
  probe: ProbeOptions | 'off' = new ProbeOptions();

  /** When codes that were accepted are sent once more, by another route; `off`: never. */
  @ValidateIf(({ watch }: SmsOptions) => watch !== 'off')
  @Nested(() => WatchOptions)
  watch: WatchOptions | 'off' = new WatchOptions();

  /** Countries served (ISO 3166-1 alpha-2, upper case), at least one; absent: all. */
  @Optional()
  @ArrayNotEmpty()
  @IsUppercase({ each: true })
  @IsISO31661Alpha2({ each: true })
  allowedCountries?: readonly string[];

  /** What to do with numbers that regulators keep for fiction; absent: in production refused, elsewhere sent to. */
  @Optional()
  @IsIn(['refuse', 'allow'])
  fictionalNumbers?: 'refuse' | 'allow';

  /** What a segment is taken to cost; absent: what messages cost is not estimated. */
  @Optional()
  @IsObject()
  prices?: PriceTable;

  /** Providers of the host application's own; their names may stand in `order`. */
  @Optional()
  @IsArray()
  @Speaks(['send'] satisfies (keyof SmsProvider)[], { each: true })
  @Named()
  providers?: readonly SmsProvider[];

  /** How long an idempotency key is remembered from its first use, in ms; a day by default. */
  @Milliseconds(60_000, 2_592_000_000)
  idempotencyWindowMs: number = 86_400_000;

  /** Where idempotency keys are remembered; absent: in this process, until it ends. */
  @Optional()
  @Speaks(['claim', 'settle', 'release', 'forget'] satisfies (keyof OutcomeStore)[])
  outcomeStore?: OutcomeStore;

  /** Where it is kept what became of each message; absent: in this process, until it ends, of the latest 10 000. */
  @Optional()
  @Speaks([
    'open',
    'update',
    'find',
    'idOf',
    'adopt',
    'contentOf',
    'claimDue',
    'latest',
    'eraseContent',
    'forget',
  ] satisfies (keyof MessageLedger)[])
  messageLedger?: MessageLedger;

  /** How long that is kept, in ms; 30 days by default. */
  @Milliseconds(3_600_000, 31_536_000_000)
  ledgerRetentionMs: number = 2_592_000_000;

  /** By what several instances agree on who does what only one may; absent: this process does it. */
  @Optional()
  @Speaks(['take', 'note', 'release'] satisfies (keyof Leases)[])
  leases?: Leases;

  /** Where several instances tell one another how the providers stand; absent: each finds out for itself. */
  @Optional()
  @Speaks(['post', 'read'] satisfies (keyof CircuitBoard)[])
  circuitBoard?: CircuitBoard;

  /** How the library hears of what became of messages. */
  @Nested(() => ReceiptOptions)
  receipts: ReceiptOptions = new ReceiptOptions();
}

/** Where messages may go, by these options. */
export function destinationPolicyOf({
  allowedCountries,
  environment,
  fictionalNumbers = environment === 'production' ? 'refuse' : 'allow',
}: SmsOptions): DestinationPolicy {
  return { ...(allowedCountries && { allowedCountries }), fictionalNumbers };
}
