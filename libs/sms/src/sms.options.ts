import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO31661Alpha2,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ProbeOptions } from './health/probe.options.js';
import type { MessageLedger } from './ledger/message-ledger.js';
import type { OutcomeStore } from './ledger/outcome-store.js';
import { AwsEumOptions } from './providers/aws-eum/aws-eum.options.js';
import type { AwsSnsOptOutOptions } from './providers/aws-sns/aws-sns.opt-out.options.js';
import { AwsSnsOptions } from './providers/aws-sns/aws-sns.options.js';
import { Milliseconds, Whole } from './providers/option-rules.js';
import type { SmsProvider } from './providers/sms-provider.js';
import { TwilioOptions } from './providers/twilio/twilio.options.js';
import { ReceiptOptions } from './receipts/receipt.options.js';
import type { BreakerOptions } from './resilience/circuit-breaker.js';

/** When a provider is given up, and for how long. */
export class FailoverOptions implements BreakerOptions {
  /** Limit for sending one code, all attempts together, in ms. */
  @Milliseconds(100, 120_000)
  codeDeadlineMs: number = 10_000;

  /** Limit for sending one notification, all attempts together, in ms. */
  @Milliseconds(100, 300_000)
  notificationDeadlineMs: number = 30_000;

  /** Longest limit for one attempt while another provider is left, in ms; usually learnt, and shorter. */
  @Milliseconds(50, 60_000)
  attemptTimeoutMs: number = 4000;

  /** Shortest limit for one attempt, however fast the provider usually is, in ms. */
  @Milliseconds(50, 60_000)
  minAttemptTimeoutMs: number = 2000;

  /** Longest silence after which a one-time code is also given to the next provider, in ms; usually learnt, and shorter. */
  @Milliseconds(10, 60_000)
  hedgeDelayMs: number = 1000;

  /** Shortest such silence, in ms. Equal to `hedgeDelayMs`, it makes the delay fixed. */
  @Milliseconds(10, 60_000)
  minHedgeDelayMs: number = 250;

  /** Share of codes that may be given to two providers in healthy times. */
  @Min(0)
  @Max(1)
  hedgeShare: number = 0.01;

  /** Codes that may be given to two providers at the onset of an outage, before the breaker knows. */
  @Whole(1, 100_000)
  hedgeBurst: number = 128;

  /** Share of sends that may ask the same provider again. */
  @Min(0)
  @Max(1)
  retryShare: number = 0.1;

  /** Sends that may ask the same provider again at the onset of an outage. */
  @Whole(1, 100_000)
  retryBurst: number = 20;

  /** Attempts under way at one provider. */
  @Whole(1, 100_000)
  maxConcurrent: number = 256;

  /** Attempts that may wait for one provider; over it, sends are refused as `overloaded`. */
  @Whole(0, 1_000_000)
  maxQueued: number = 2048;

  /** Failures in a row after which a provider is left alone. */
  @Whole(1, 1000)
  consecutiveFailures: number = 5;

  /** Share of failures in the window at which it is left alone. */
  @Min(0.01)
  @Max(1)
  failureRate: number = 0.5;

  /** Share of slow calls in the window at which it is left alone. */
  @Min(0.01)
  @Max(1)
  slowCallRate: number = 0.8;

  /** A call is slow from here on, in ms. */
  @Milliseconds(1, 60_000)
  slowCallMs: number = 3000;

  /** Calls in the window before a share means anything. */
  @Whole(1, 100_000)
  minimumCalls: number = 20;

  /** Length of the window, in ms. */
  @Milliseconds(1000, 3_600_000)
  windowMs: number = 60_000;

  /** How long it is left alone at first, in ms; doubles with each probe that fails. */
  @Milliseconds(10, 3_600_000)
  openMs: number = 30_000;

  /** How long it is left alone at most, in ms. */
  @Milliseconds(10, 86_400_000)
  maxOpenMs: number = 600_000;
}

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

  @IsOptional()
  @ValidateNested()
  @Type(() => TwilioOptions)
  twilio?: TwilioOptions;

  @IsOptional()
  @ValidateNested()
  @Type(() => AwsSnsOptions)
  awsSns?: AwsSnsOptions;

  @IsOptional()
  @ValidateNested()
  @Type(() => AwsEumOptions)
  awsEum?: AwsEumOptions;

  /** Present: the mock may stand in `order`. */
  @IsOptional()
  @IsObject()
  mock?: object;

  @ValidateNested()
  @Type(() => FailoverOptions)
  failover: FailoverOptions = new FailoverOptions();

  /** How often providers are asked how they stand, without a message; `off`: never. */
  @ValidateIf(({ probe }: SmsOptions) => probe !== 'off')
  @ValidateNested()
  @Type(() => ProbeOptions)
  probe: ProbeOptions | 'off' = new ProbeOptions();

  /** Countries served (ISO 3166-1 alpha-2); absent: all. */
  @IsOptional()
  @IsISO31661Alpha2({ each: true })
  allowedCountries?: readonly string[];

  /** Providers of the host application's own; their names may stand in `order`. */
  @IsOptional()
  @IsArray()
  providers?: readonly SmsProvider[];

  /** How long an idempotency key is remembered from its first use, in ms; a day by default. */
  @Milliseconds(60_000, 2_592_000_000)
  idempotencyWindowMs: number = 86_400_000;

  /** Where idempotency keys are remembered; absent: in this process, until it ends. */
  @IsOptional()
  @IsObject()
  outcomeStore?: OutcomeStore;

  /** Where it is kept what became of each message; absent: in this process, until it ends, of the latest 10 000. */
  @IsOptional()
  @IsObject()
  messageLedger?: MessageLedger;

  /** How long that is kept, in ms; 30 days by default. */
  @Milliseconds(3_600_000, 31_536_000_000)
  ledgerRetentionMs: number = 2_592_000_000;

  /** How the library hears of what became of messages. */
  @ValidateNested()
  @Type(() => ReceiptOptions)
  receipts: ReceiptOptions = new ReceiptOptions();
}

type Given<T> = { readonly [K in keyof T]?: T[K] | undefined };

type GivenAwsSns = Pick<AwsSnsOptions, 'region'> &
  Given<Omit<AwsSnsOptions, 'optOutCheck'>> & {
    readonly optOutCheck?: Given<AwsSnsOptOutOptions> | 'off' | undefined;
  };

/** What a host application gives; every option left out, or `undefined`, has its default. */
export type SmsModuleOptions = Pick<SmsOptions, 'order'> &
  Given<Omit<SmsOptions, 'order' | 'twilio' | 'awsSns' | 'awsEum' | 'failover' | 'probe' | 'receipts'>> & {
    readonly twilio?: (Pick<TwilioOptions, 'accountSid'> & Given<TwilioOptions>) | undefined;
    readonly awsSns?: GivenAwsSns | undefined;
    readonly awsEum?: (Pick<AwsEumOptions, 'region'> & Given<AwsEumOptions>) | undefined;
    readonly failover?: Given<FailoverOptions> | undefined;
    readonly probe?: Given<ProbeOptions> | 'off' | undefined;
    readonly receipts?: Given<ReceiptOptions> | undefined;
  };
