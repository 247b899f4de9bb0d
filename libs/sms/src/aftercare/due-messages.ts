import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { MessageLedger, RecordRule } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import type { Clock } from '../resilience/clock.js';
import { Repeating } from '../resilience/repeating.js';
import { UnderWay } from '../resilience/under-way.js';
import type { LedgerSweeps } from './ledger-sweeps.js';
import type { MessageDuties } from './message-duties.js';

/** Time between two looks, and after one at which the ledger failed, in ms. */
const LOOK_EVERY_MS = 1000;
const AFTER_FAILURE_MS = 10_000;
/** Due messages taken on at once, and looked after at the same time. */
const BATCH = 20;
const MAX_UNDER_WAY = 100;
/** For how long nobody else takes a message on, in ms: longer than asking and telling about one takes. */
const LEASE_MS = 30_000;

/**
 * Looks after messages nobody is waiting for: codes that do not arrive, messages whose process ended while they were
 * sent, those a provider accepted and said no more of, and those whose outcome providers want to know. Of several
 * instances one does it, for each message.
 */
export class DueMessages implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('SmsReceipts');
  readonly #underWay = new UnderWay();
  readonly #looks: Repeating;

  constructor(
    private readonly ledger: MessageLedger,
    private readonly duties: MessageDuties,
    private readonly sweeps: LedgerSweeps,
    private readonly clock: Clock,
  ) {
    this.#looks = new Repeating(clock, (ending) => this.#look(ending));
  }

  /** Begins at once: a process may have ended in the middle of a send. */
  onApplicationBootstrap(): void {
    this.#looks.start(0);
  }

  /** Resolves when what was under way has ended; what was claimed is due again later, for whoever runs then. */
  async onModuleDestroy(): Promise<void> {
    await this.#looks.stop();
    await this.#underWay.allEnded();
  }

  /** @returns milliseconds until the next look */
  async #look(ending: AbortSignal): Promise<number> {
    try {
      await this.sweeps.run();
      return (await this.#takeOn(ending)) === BATCH ? 0 : LOOK_EVERY_MS;
    } catch (error) {
      this.#logger.error({ msg: 'could not look after due messages', err: error });
      return AFTER_FAILURE_MS;
    }
  }

  /** Begins with what is due, and does not wait for it: one slow provider must not hold up the others' messages. */
  async #takeOn(ending: AbortSignal): Promise<number> {
    const limit = Math.min(BATCH, MAX_UNDER_WAY - this.#underWay.count);
    if (limit <= 0) return 0;
    const now = this.clock.wallMs();
    const due = await this.ledger.claimDue({ now, leaseEndsAt: now + LEASE_MS, limit });
    for (const record of due) void this.#underWay.add(this.#run(record, ending));
    return due.length;
  }

  async #run(record: MessageRecord, ending: AbortSignal): Promise<void> {
    try {
      await this.duties.run(record, ending);
    } catch (error) {
      this.#logger.error({ msg: 'could not look after a message', messageId: record.id, err: error });
      if (!ending.aborted) await this.#putOff(record);
    }
  }

  /**
   * Until it is twice as old, since another try may end like this one, and so may all. Without effect where it was changed
   * meanwhile; where that fails, too, it is due when its lease ends.
   */
  async #putOff({ id, createdAt, dueAt: leaseEndsAt }: MessageRecord): Promise<void> {
    const now = this.clock.wallMs();
    const dueAt = now + Math.max(LEASE_MS, now - createdAt);
    const later: RecordRule = (current) =>
      current.dueAt === leaseEndsAt ? { ...current, dueAt } : undefined;
    await this.ledger.update(id, later).catch(() => {});
  }
}
