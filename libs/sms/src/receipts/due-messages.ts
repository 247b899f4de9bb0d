import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { FollowUp } from '../ledger/follow-up.js';
import { MessageLedger } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { tellChange } from '../ledger/record-news.js';
import { SMS_PROVIDERS, type SmsProvider } from '../providers/sms-provider.js';
import { CLOCK, type Clock } from '../resilience/clock.js';
import { TimeLimit } from '../resilience/time-limit.js';
import { SmsEvents } from '../sms.events.js';
import { SmsOptions } from '../sms.options.js';
import { inquire } from './message-inquiry.js';

/** Time between two looks, and after one at which the ledger failed, in ms. */
const LOOK_EVERY_MS = 1000;
const AFTER_FAILURE_MS = 10_000;
/** Due messages taken on at once. */
const BATCH = 20;
/** Limit for asking about one message, in ms, and for how long nobody else takes it on. */
const INQUIRY_LIMIT_MS = 8000;
const LEASE_MS = 30_000;
/** Time between two erasures of what has died, and two sweeps of what is too old, in ms. */
const ERASE_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 600_000;

/**
 * Looks after messages nobody is waiting for: those whose process ended while they were sent, and those a provider
 * accepted and said no more of. Of several instances one does it, for each message.
 */
@Injectable()
export class DueMessages implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('SmsReceipts');
  readonly #end = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #cancel: () => void = () => {};
  #eraseAt = Number.NEGATIVE_INFINITY;
  #forgetAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly ledger: MessageLedger,
    private readonly followUp: FollowUp,
    @Inject(SMS_PROVIDERS) private readonly providers: readonly SmsProvider[],
    private readonly events: SmsEvents,
    private readonly options: SmsOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Begins at once: a process may have ended in the middle of a send. */
  onApplicationBootstrap(): void {
    this.#lookIn(0);
  }

  /** Resolves when what was under way has ended; what was claimed is due again later, for whoever runs then. */
  async onModuleDestroy(): Promise<void> {
    this.#cancel();
    this.#end.abort();
    await this.#looking;
  }

  #lookIn(delayMs: number): void {
    this.#cancel = this.clock.schedule(delayMs, () => {
      this.#looking = this.#look();
    });
  }

  async #look(): Promise<void> {
    let nextInMs = LOOK_EVERY_MS;
    try {
      await this.#sweepWhenDue();
      if ((await this.#runDue()) === BATCH) nextInMs = 0;
    } catch (error) {
      this.#logger.error({ msg: 'could not look after due messages', err: error });
      nextInMs = AFTER_FAILURE_MS;
    }
    if (!this.#end.signal.aborted) this.#lookIn(nextInMs);
  }

  async #sweepWhenDue(): Promise<void> {
    const elapsedMs = this.clock.elapsedMs();
    const now = this.clock.wallMs();
    if (elapsedMs >= this.#eraseAt) {
      await this.ledger.eraseContent(now);
      this.#eraseAt = elapsedMs + ERASE_EVERY_MS;
    }
    if (elapsedMs >= this.#forgetAt) {
      await this.ledger.forget(now - this.options.ledgerRetentionMs);
      this.#forgetAt = elapsedMs + FORGET_EVERY_MS;
    }
  }

  async #runDue(): Promise<number> {
    const now = this.clock.wallMs();
    const due = await this.ledger.claimDue({ now, leaseEndsAt: now + LEASE_MS, limit: BATCH });
    await Promise.all(due.map((record) => this.#run(record)));
    return due.length;
  }

  async #run(record: MessageRecord): Promise<void> {
    const { ledger, providers, followUp, clock } = this;
    using limit = new TimeLimit(clock, INQUIRY_LIMIT_MS, this.#end.signal);
    const tools = { ledger, providers, followUp, now: () => clock.wallMs() };
    const rule = await inquire(record, tools, limit.signal);
    tellChange(this.events, await ledger.update(record.id, rule));
  }
}
