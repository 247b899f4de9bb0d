import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { maskPhoneNumber } from '@standby/sms';
import { currentRequest, type RequestScope } from '../http/request-scope.js';
import { WallClock } from '../wall-clock.js';
import { AuditStore } from './audit.store.js';
import type { UnchainedRecord } from './audit-chain.js';
import type { AuditEvent } from './audit-event.js';
import type { AuditLog } from './audit-log.js';

/** Events that may wait to be written; those over it are lost, and counted. */
const MAX_WAITING = 10_000;
/** How long events are gathered for one transaction, in ms. */
const GATHER_MS = 100;
/** Wait after a failure, in ms. */
const RETRY_MS = 1_000;
const BATCH = 500;

/**
 * Writes events to the {@link AuditStore} shortly after they were noted, many at a time. While the database is away
 * they wait; how many did not fit is itself recorded. What it did not confirm is written once all the same. A process
 * that is killed loses those of the last moment.
 */
@Injectable()
export class AuditWriter implements AuditLog, OnApplicationShutdown {
  readonly #logger = new Logger('Audit');
  #waiting: UnchainedRecord[] = [];
  /** The first of the waiting, while nobody knows whether they were written. */
  #unconfirmed: readonly UnchainedRecord[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(AuditStore) private readonly store: Pick<AuditStore, 'append'>,
    private readonly clock: WallClock,
  ) {}

  note(event: AuditEvent): void {
    if (this.#waiting.length >= MAX_WAITING) this.#lost += 1;
    else this.#waiting.push(recordOf(event, this.clock.now(), currentRequest()));
    this.#writeIn(GATHER_MS);
  }

  /** Resolves once all that was noted before is written, or could not be. */
  async flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  /** The last requests are answered, and the database is still open. */
  async onApplicationShutdown(): Promise<void> {
    await this.flush();
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0)
      this.#logger.error({ msg: 'audit records are lost', count: this.#waiting.length + this.#lost });
  }

  #writeIn(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, delayMs).unref();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const writing = this.#unconfirmed.length > 0 ? 'again' : 'first';
        if (writing === 'first') this.#unconfirmed = this.#waiting.slice(0, BATCH);
        await this.store.append(this.#unconfirmed, writing);
        this.#waiting = this.#waiting.slice(this.#unconfirmed.length);
        this.#unconfirmed = [];
        this.#admitLoss();
      }
    } catch (error) {
      this.#logger.error({ err: error, msg: 'could not write audit records', waiting: this.#waiting.length });
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#writeIn(RETRY_MS);
    }
  }

  /** Of no request: this runs within that of whoever happened to begin the gathering. */
  #admitLoss(): void {
    if (this.#lost === 0) return;
    this.#waiting.push(recordOf({ event: 'records-lost', count: this.#lost }, this.clock.now()));
    this.#lost = 0;
  }
}

function recordOf({ event, ...details }: AuditEvent, at: number, request?: RequestScope): UnchainedRecord {
  const phoneNumber = 'phoneNumber' in details ? details.phoneNumber : undefined;
  const record = {
    ...details,
    ...(phoneNumber !== undefined && { phoneNumber: maskPhoneNumber(phoneNumber) }),
    ...request,
  };
  return { at, event, record: JSON.stringify(record) };
}
