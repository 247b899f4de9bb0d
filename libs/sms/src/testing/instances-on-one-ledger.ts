import type { DueMessages } from '../aftercare/due-messages.js';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { ReceiptStatus } from '../providers/receipt-parser.js';
import { ReceiptsService } from '../receipts/receipts.service.js';
import { dueMessagesOf } from '../sms.aftercare.js';
import { guardAll, providersInOrder } from '../sms.providers.js';
import { SmsService } from '../sms.service.js';
import type { SmsModuleOptions } from '../sms-module-options.js';
import { DeliveryWatch } from '../watch/delivery-watch.js';
import { ManualClock } from './manual-clock.js';
import { smsServiceOf } from './sms-service-of.js';

/** One process. */
export interface Instance {
  readonly sms: SmsService;
  readonly receipts: ReceiptsService;
  readonly due: DueMessages;
}

/** Several processes on the ledger of all of them, in time moved by hand; of two providers the first reports. */
export class InstancesOnOneLedger {
  readonly clock = new ManualClock();
  readonly ledger = new MemoryMessageLedger();
  readonly first = new MockProvider('first');
  readonly second = new MockProvider('second');
  /** What they tell, all together. */
  readonly told: SmsEvent[] = [];
  #running: Instance[] = [];

  start(change: Partial<SmsModuleOptions> = {}): Instance {
    const { clock, ledger, told } = this;
    const given = { order: ['first', 'second'], providers: [this.first, this.second] };
    const options = parseSmsOptions({ ...given, environment: 'test', ...change });
    const providers = providersInOrder(options);
    const events = new SmsEvents();
    events.stream.subscribe((event) => told.push(event));
    const schedule = new DutySchedule(providers, 120_000);
    const watch = options.watch === 'off' ? undefined : new DeliveryWatch(options.watch, new Set(['first']));
    const candidates = guardAll(providers, options, clock, () => 0);
    const parts = { ledger, schedule, watch, providers, candidates, options, events, clock, random: () => 0 };
    const instance = {
      sms: smsServiceOf(options, clock, { ...parts, guarded: candidates, prices: options.prices }),
      receipts: new ReceiptsService([], ledger, schedule, events, clock, watch),
      due: dueMessagesOf(parts),
    };
    instance.due.onApplicationBootstrap();
    this.#running.push(instance);
    return instance;
  }

  /** Lets them end as a shutdown would. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map(({ due }) => due.onModuleDestroy()));
  }

  /** Lets time pass during which nothing that they write arrives any more, and forgets them. */
  async die(afterMs: number): Promise<void> {
    const update = this.ledger.update.bind(this.ledger);
    this.ledger.update = () => new Promise(() => {});
    await this.pass(afterMs);
    this.ledger.update = update;
    this.#running = [];
  }

  /** Tells an instance of what became of the message that a provider took last. */
  async hear({ receipts }: Instance, provider: MockProvider, status: ReceiptStatus): Promise<void> {
    const providerMessageId = `mock-${provider.messages.length}`;
    await receipts.receive([{ ...status, provider: provider.name, providerMessageId, at: new Date(0) }]);
  }

  /** In steps that leave room for the looks that follow from a look. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1000) await this.clock.advanceAsync(1000);
  }

  /** How many messages each provider took. */
  get carried(): readonly number[] {
    return [this.first.messages.length, this.second.messages.length];
  }
}
