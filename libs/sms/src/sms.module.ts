import {
  ConfigurableModuleBuilder,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { SmsEvents } from './events/sms.events.js';
import { HealthProbes } from './health/health-probes.js';
import { PROBE_OPTIONS } from './health/probe.options.js';
import { SmsHealthIndicator } from './health/sms.health.js';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import { MemoryOutcomeStore } from './ledger/memory-outcome-store.js';
import { MessageLedger } from './ledger/message-ledger.js';
import { OutcomeStore } from './ledger/outcome-store.js';
import { spelledOut } from './options-by-name.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from './providers/guarded-provider.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import {
  AWS_EUM_PROVIDER,
  AWS_SNS_PROVIDER,
  MOCK_PROVIDER,
  SMS_PROVIDERS,
  TWILIO_PROVIDER,
} from './providers/sms-provider.js';
import { receiptUrlFor } from './receipts/receipt.options.js';
import { ReceiptsService } from './receipts/receipts.service.js';
import { CLOCK, systemClock } from './resilience/clock.js';
import { Leases } from './resilience/leases.js';
import { MemoryLeases } from './resilience/memory-leases.js';
import { RANDOM } from './resilience/random.js';
import { CircuitBoard } from './sharing/circuit-board.js';
import { SharedCircuits } from './sharing/shared-circuits.js';
import { AFTERCARE } from './sms.aftercare.js';
import { SmsOptions } from './sms.options.js';
import { guardAll, providersInOrder } from './sms.providers.js';
import { SmsService } from './sms.service.js';
import type { SmsModuleOptions } from './sms-module-options.js';

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<SmsModuleOptions>({
  moduleName: 'Sms',
})
  .setClassMethodName('forRoot')
  .setExtras({ isGlobal: false }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
  .build();

/**
 * Provides {@link SmsService}. Configure it once with `forRoot` or `forRootAsync`.
 *
 * An SDK is loaded only when its provider is configured. Each provider has a token of its own
 * (`TWILIO_PROVIDER`, `AWS_SNS_PROVIDER`, `AWS_EUM_PROVIDER`, `MOCK_PROVIDER`), so that a test can put another in its place.
 */
@Module({
  providers: [
    SmsService,
    SmsEvents,
    HealthProbes,
    SharedCircuits,
    SmsHealthIndicator,
    HealthIndicatorService,
    { provide: CLOCK, useValue: systemClock },
    { provide: RANDOM, useValue: Math.random },
    { provide: SmsOptions, inject: [MODULE_OPTIONS_TOKEN], useFactory: parseSmsOptions },
    { provide: PROBE_OPTIONS, inject: [SmsOptions], useFactory: ({ probe }: SmsOptions) => probe },
    {
      provide: OutcomeStore,
      inject: [SmsOptions],
      useFactory: ({ outcomeStore = new MemoryOutcomeStore() }: SmsOptions) => outcomeStore,
    },
    {
      provide: MessageLedger,
      inject: [SmsOptions],
      useFactory: ({ messageLedger = new MemoryMessageLedger() }: SmsOptions) => messageLedger,
    },
    {
      provide: Leases,
      inject: [SmsOptions],
      useFactory: ({ leases = new MemoryLeases() }: SmsOptions) => leases,
    },
    {
      provide: CircuitBoard,
      inject: [SmsOptions],
      useFactory: ({ circuitBoard }: SmsOptions) => circuitBoard,
    },
    {
      provide: TWILIO_PROVIDER,
      inject: [SmsOptions],
      useFactory: async ({ twilio, receipts }: SmsOptions) => {
        if (twilio === undefined) return undefined;
        const { TwilioProvider } = await import('./providers/twilio/twilio.provider.js');
        return new TwilioProvider(twilio, receiptUrlFor(receipts, 'twilio'));
      },
    },
    {
      provide: AWS_SNS_PROVIDER,
      inject: [SmsOptions],
      useFactory: async ({ awsSns }: SmsOptions) =>
        awsSns && new (await import('./providers/aws-sns/aws-sns.provider.js')).AwsSnsProvider(awsSns),
    },
    {
      provide: AWS_EUM_PROVIDER,
      inject: [SmsOptions],
      useFactory: async ({ awsEum }: SmsOptions) =>
        awsEum && new (await import('./providers/aws-eum/aws-eum.provider.js')).AwsEumProvider(awsEum),
    },
    {
      provide: MOCK_PROVIDER,
      inject: [SmsOptions],
      useFactory: ({ mock }: SmsOptions) => mock && new MockProvider(),
    },
    {
      provide: SMS_PROVIDERS,
      inject: [SmsOptions, TWILIO_PROVIDER, AWS_SNS_PROVIDER, AWS_EUM_PROVIDER, MOCK_PROVIDER],
      useFactory: providersInOrder,
    },
    {
      provide: GUARDED_PROVIDERS,
      inject: [SMS_PROVIDERS, SmsOptions, CLOCK, RANDOM, SmsEvents],
      useFactory: guardAll,
    },
    ...AFTERCARE,
  ],
  exports: [
    SmsService,
    SmsEvents,
    ReceiptsService,
    SmsHealthIndicator,
    SMS_PROVIDERS,
    TWILIO_PROVIDER,
    AWS_SNS_PROVIDER,
    AWS_EUM_PROVIDER,
    MOCK_PROVIDER,
  ],
})
export class SmsModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  constructor(
    private readonly sms: SmsService,
    private readonly receipts: ReceiptsService,
    @Inject(GUARDED_PROVIDERS) private readonly providers: readonly GuardedProvider[],
  ) {
    super();
  }

  /** Nest copies what it is given, and would leave the getters of a class behind. */
  static override forRoot(options: SmsModuleOptions & { readonly isGlobal?: boolean }): DynamicModule {
    return { ...ConfigurableModuleClass.forRoot(spelledOut(SmsOptions, options)), module: SmsModule };
  }

  /** Runs when the HTTP server takes no more requests and the last one is answered: whoever could send, has. */
  async onApplicationShutdown(): Promise<void> {
    // What a test put in their places may have nothing to close.
    await this.sms.close?.();
    await this.receipts.close?.();
    await Promise.all(this.providers.map((provider) => provider.close()));
  }
}
