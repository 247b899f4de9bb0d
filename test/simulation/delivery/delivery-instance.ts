import { type SmsEvent, SmsEvents } from '../../../libs/sms/src/events/sms.events.js';
import { DutySchedule } from '../../../libs/sms/src/ledger/duty-schedule.js';
import type { MessageLedger } from '../../../libs/sms/src/ledger/message-ledger.js';
import type { SmsProvider } from '../../../libs/sms/src/providers/sms-provider.js';
import { ReceiptsService } from '../../../libs/sms/src/receipts/receipts.service.js';
import type { Clock } from '../../../libs/sms/src/resilience/clock.js';
import { deliveryWatchOf, dueMessagesOf } from '../../../libs/sms/src/sms.aftercare.js';
import type { SmsOptions } from '../../../libs/sms/src/sms.options.js';
import { guardAll } from '../../../libs/sms/src/sms.providers.js';
import type { SmsService } from '../../../libs/sms/src/sms.service.js';
import { smsServiceOf } from '../../../libs/sms/src/testing/sms-service-of.js';
import { LedgerConnection, type SeeChange } from '../ledger-connection.js';
import type { VirtualClock } from '../virtual-clock.js';

/** What all instances of a world have in common. */
export interface DeliveryScene {
  readonly ledger: MessageLedger;
  readonly providers: readonly SmsProvider[];
  /** Names of those that are set up to report. */
  readonly reporting: readonly string[];
  readonly options: SmsOptions;
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly see: SeeChange;
  /** Whether what an instance claims now is begun only when another may claim it, too. */
  readonly isLate: () => boolean;
  readonly hear: (event: SmsEvent) => void;
}

/** One process: the library as it is, put together without Nest. */
export class DeliveryInstance {
  readonly sms: SmsService;
  readonly receipts: ReceiptsService;
  readonly #connection: LedgerConnection;
  readonly #due: ReturnType<typeof dueMessagesOf>;

  #state: 'alive' | 'dead' = 'alive';

  constructor({ options, random, ...scene }: DeliveryScene) {
    const clock = this.#mortalClock(scene.clock);
    const providers = scene.providers.map((provider) => this.#mortal(provider));
    const ledger = new LedgerConnection(scene.ledger, scene.see, scene.isLate);
    const events = new SmsEvents();
    events.stream.subscribe(scene.hear);
    const schedule = new DutySchedule(providers, options.receipts.pollAfterMs);
    const parsers = scene.reporting.map((provider) => ({ provider, parse: async () => [] }));
    const watch = deliveryWatchOf(options, providers, parsers);
    const candidates = guardAll(providers, options, clock, random, events);
    this.#connection = ledger;
    this.sms = smsServiceOf(options, clock, { guarded: candidates, random, ledger, events, schedule, watch });
    this.receipts = new ReceiptsService(parsers, ledger, schedule, events, clock, watch);
    const parts = { ledger, schedule, watch, providers, candidates, options, events, clock, random };
    this.#due = dueMessagesOf(parts);
    this.#due.onApplicationBootstrap();
  }

  /** Ends as by `kill -9`: what it asked of providers goes on there, and what it would write is lost. */
  kill(): void {
    this.#state = 'dead';
    this.#connection.die();
  }

  /** Ends as by a signal. */
  async stop(): Promise<void> {
    await this.#due.onModuleDestroy();
    await this.sms.close();
    await this.receipts.close();
  }

  /** A dead process has no timers: it does not even find out that nobody answers it. */
  #mortalClock(clock: Clock): Clock {
    return {
      elapsedMs: () => clock.elapsedMs(),
      wallMs: () => clock.wallMs(),
      schedule: (delayMs, task) =>
        clock.schedule(delayMs, () => {
          if (this.#state === 'alive') task();
        }),
    };
  }

  /** A dead process asks nobody. */
  #mortal(provider: SmsProvider): SmsProvider {
    const [lookUp, find] = [provider.lookUp?.bind(provider), provider.find?.bind(provider)];
    const reportOutcome = provider.reportOutcome?.bind(provider);
    return {
      name: provider.name,
      ...(lookUp && { lookUp }),
      ...(find && { find }),
      ...(reportOutcome && { reportOutcome }),
      send: (message, signal) =>
        this.#state === 'alive' ? provider.send(message, signal) : new Promise(() => {}),
    };
  }
}
