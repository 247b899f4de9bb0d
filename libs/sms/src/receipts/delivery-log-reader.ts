import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { pause } from '../resilience/backoff.js';
import { CLOCK, type Clock } from '../resilience/clock.js';
import { Leases, leaseClaim } from '../resilience/leases.js';
import { TimedLeases } from '../resilience/timed-leases.js';
import { STORE_LIMIT_MS, within } from '../resilience/within.js';
import { OPEN_DELIVERY_LOGS, type OpenDeliveryLogs } from './delivery-logs.js';
import { ReceiptsService } from './receipts.service.js';

const LEASE = 'reader of the delivery logs of aws-sns';
const LEASE_MS = 60_000;
/** Time between two prolongations, and between two tries to become the reader, in ms. */
const RENEW_EVERY_MS = 20_000;
/** How far back a reading begins where no other was, in ms: the longest a code lives. */
const LOOK_BACK_MS = 3_600_000;

/**
 * Reads the delivery logs of SNS, where that is configured. Of several instances one does it, and goes on from where
 * the last one was.
 */
@Injectable()
export class DeliveryLogReader implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('SmsReceipts');
  readonly #holder = randomUUID();
  readonly #end = new AbortController();
  readonly #leases: Leases;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    @Inject(OPEN_DELIVERY_LOGS) private readonly open: OpenDeliveryLogs | undefined,
    private readonly receipts: ReceiptsService,
    leases: Leases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#leases = new TimedLeases(leases, clock);
  }

  onApplicationBootstrap(): void {
    if (this.open !== undefined) this.#reading = this.#takeTurns(this.open);
  }

  /** Resolves when the reading has ended and another instance may begin, or after a silence of whatever it waits for. */
  async onModuleDestroy(): Promise<void> {
    this.#end.abort();
    await within(STORE_LIMIT_MS, this.clock, this.#reading, () => {});
  }

  async #takeTurns(open: OpenDeliveryLogs): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const answer = await this.#take();
        if (answer.lease === 'taken') await this.#read(open, this.#beginningFrom(answer.note));
      } catch (error) {
        this.#logger.error({ msg: 'could not read the delivery logs', err: error });
      }
      if (!signal.aborted) await pause(RENEW_EVERY_MS, this.clock, signal);
    }
  }

  #take(): ReturnType<Leases['take']> {
    return this.#leases.take(LEASE, leaseClaim(this.#holder, this.clock.wallMs(), LEASE_MS));
  }

  /** A note of a time to come was made by a clock that was ahead, and says nothing. */
  #beginningFrom(note: string | undefined): Date {
    const now = this.clock.wallMs();
    const notedMs = Date.parse(note ?? '');
    return new Date(notedMs <= now ? notedMs : now - LOOK_BACK_MS);
  }

  /** Until the shutdown, or until the turn is lost; what was not noted by then is read once more. */
  async #read(open: OpenDeliveryLogs, from: Date): Promise<void> {
    const logs = await open();
    const turn = new AbortController();
    const renewing = this.#renew(turn);
    const signal = AbortSignal.any([turn.signal, this.#end.signal]);
    try {
      let noted = from.getTime();
      for await (const { receipts, readThrough } of logs.batches(from, signal)) {
        await this.receipts.receive(receipts);
        if (readThrough.getTime() === noted) continue;
        noted = readThrough.getTime();
        if (!(await this.#leases.note(LEASE, this.#holder, readThrough.toISOString()))) break;
      }
    } finally {
      turn.abort();
      await renewing;
      await logs.close();
      await this.#leases.release(LEASE, this.#holder);
    }
  }

  /** Ends the turn when it can not be prolonged: another may have begun to read. */
  async #renew(turn: AbortController): Promise<void> {
    for (;;) {
      await pause(RENEW_EVERY_MS, this.clock, turn.signal);
      if (turn.signal.aborted) return;
      const answer = await this.#take().catch(() => ({ lease: 'held' }));
      if (answer.lease === 'held') turn.abort();
    }
  }
}
