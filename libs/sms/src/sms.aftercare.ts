import type { Provider } from '@nestjs/common';
import { DueMessages } from './aftercare/due-messages.js';
import { LedgerSweeps } from './aftercare/ledger-sweeps.js';
import { MessageDuties } from './aftercare/message-duties.js';
import { OutcomeReports } from './aftercare/outcome-reports.js';
import { SmsEvents } from './events/sms.events.js';
import { DutySchedule } from './ledger/duty-schedule.js';
import { MessageLedger } from './ledger/message-ledger.js';
import { MessageRecords } from './ledger/message-records.js';
import { RecordChanges } from './ledger/record-changes.js';
import { TimedLedger } from './ledger/timed-ledger.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from './providers/guarded-provider.js';
import type { ReceiptParser } from './providers/receipt-parser.js';
import { SMS_PROVIDERS, type SmsProvider } from './providers/sms-provider.js';
import { DeliveryLogReader } from './receipts/delivery-log-reader.js';
import { deliveryLogsOpener, OPEN_DELIVERY_LOGS } from './receipts/delivery-logs.js';
import { RECEIPT_PARSERS, receiptParsersFor } from './receipts/receipt-parsers.js';
import { ReceiptsService } from './receipts/receipts.service.js';
import { CLOCK, type Clock } from './resilience/clock.js';
import { RANDOM, type Random } from './resilience/random.js';
import { SmsOptions } from './sms.options.js';
import { CodeResends } from './watch/code-resends.js';
import { DeliveryWatch } from './watch/delivery-watch.js';
import { OtherRoutes } from './watch/other-routes.js';

/** What looking after messages is made of. */
export interface AftercareParts {
  readonly ledger: MessageLedger;
  readonly schedule: DutySchedule;
  /** `undefined`: no code is sent once more. */
  readonly watch: DeliveryWatch | undefined;
  readonly providers: readonly SmsProvider[];
  readonly candidates: readonly GuardedProvider[];
  readonly options: SmsOptions;
  readonly events: SmsEvents;
  readonly clock: Clock;
  readonly random: Random;
}

/** Looks after messages once they are handed over. */
export function dueMessagesOf(given: AftercareParts): DueMessages {
  const parts = { ...given, ledger: new TimedLedger(given.ledger, given.clock) };
  const { ledger, watch, providers, candidates, options, events, clock, random } = parts;
  const { failover, ledgerRetentionMs, prices } = options;
  const routes = new OtherRoutes(candidates, failover, clock, random, prices);
  const changes = new RecordChanges(parts);
  const deadlineMs = failover.codeDeadlineMs;
  const resends = watch && new CodeResends({ ...parts, changes, watch, routes, deadlineMs });
  const reports = new OutcomeReports(providers, events);
  const duties = new MessageDuties({ ...parts, changes, reports, resends, prices });
  const sweeps = new LedgerSweeps(ledger, ledgerRetentionMs, (records) => watch?.learn(records), clock);
  return new DueMessages(ledger, duties, sweeps, clock);
}

/** The watch over codes, on the word of whoever tells, or can be asked, what became of them. */
export function deliveryWatchOf(
  { watch, awsSns }: SmsOptions,
  providers: readonly SmsProvider[],
  parsers: readonly ReceiptParser[],
): DeliveryWatch | undefined {
  if (watch === 'off') return undefined;
  const reporting = [
    ...parsers.map(({ provider }) => provider),
    ...providers.filter((provider) => provider.lookUp !== undefined).map(({ name }) => name),
    ...(awsSns?.deliveryLogs === undefined ? [] : ['aws-sns']),
  ];
  return new DeliveryWatch(watch, new Set(reporting));
}

/** What happens to messages once they are handed over: records, receipts, the watch. */
export const AFTERCARE: Provider[] = [
  ReceiptsService,
  DeliveryLogReader,
  { provide: RECEIPT_PARSERS, inject: [SmsOptions, CLOCK], useFactory: receiptParsersFor },
  {
    provide: OPEN_DELIVERY_LOGS,
    inject: [SmsOptions, CLOCK, RANDOM, SmsEvents],
    useFactory: deliveryLogsOpener,
  },
  {
    provide: DutySchedule,
    inject: [SMS_PROVIDERS, SmsOptions],
    useFactory: (providers: readonly SmsProvider[], { receipts }: SmsOptions) =>
      new DutySchedule(providers, receipts.pollAfterMs),
  },
  {
    provide: DeliveryWatch,
    inject: [SmsOptions, SMS_PROVIDERS, RECEIPT_PARSERS],
    useFactory: deliveryWatchOf,
  },
  {
    provide: MessageRecords,
    inject: [MessageLedger, CLOCK, SmsEvents, DutySchedule, DeliveryWatch, SmsOptions],
    useFactory: (
      ledger: MessageLedger,
      clock: Clock,
      events: SmsEvents,
      schedule: DutySchedule,
      watch: DeliveryWatch | undefined,
      { prices }: SmsOptions,
    ) => new MessageRecords({ ledger, clock, events, schedule, watch, prices }),
  },
  {
    provide: DueMessages,
    inject: [
      MessageLedger,
      DutySchedule,
      DeliveryWatch,
      SMS_PROVIDERS,
      GUARDED_PROVIDERS,
      SmsOptions,
      SmsEvents,
      CLOCK,
      RANDOM,
    ],
    useFactory: (
      ledger: MessageLedger,
      schedule: DutySchedule,
      watch: DeliveryWatch | undefined,
      providers: readonly SmsProvider[],
      candidates: readonly GuardedProvider[],
      options: SmsOptions,
      events: SmsEvents,
      clock: Clock,
      random: Random,
    ) => dueMessagesOf({ ledger, schedule, watch, providers, candidates, options, events, clock, random }),
  },
];
