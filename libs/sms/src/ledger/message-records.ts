import { Logger } from '@nestjs/common';
import type { LedgerUnavailable, SmsEvents } from '../events/sms.events.js';
import { estimatedCostOf, type PriceTable } from '../message/message-price.js';
import type { OutboundMessage } from '../message/outbound-message.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import { countMade } from '../routing/attempt.js';
import type { HandoverEnd } from '../routing/handover.js';
import type { Route } from '../routing/router.js';
import { BookKeeping, patienceBeforehandMs } from './book-keeping.js';
import { CodeOutcomes } from './code-outcomes.js';
import type { DutySchedule } from './duty-schedule.js';
import { keptAttempt } from './message-attempt.js';
import type { MessageLedger } from './message-ledger.js';
import { type MessageRecord, openedRecord, withAttempts } from './message-record.js';
import { RecordChanges } from './record-changes.js';
import { type WatchTerms, watchOver } from './watch-terms.js';

/** What keeping records needs. */
export interface RecordTools {
  readonly ledger: MessageLedger;
  readonly clock: Clock;
  readonly events: SmsEvents;
  readonly schedule: DutySchedule;
  /** Absent: no code is sent once more. */
  readonly watch?: WatchTerms | undefined;
  /** Absent: what a message cost is not estimated. */
  readonly prices?: PriceTable | undefined;
}

/** A message whose record was begun. */
export interface BegunRecord {
  readonly message: OutboundMessage;
  readonly record: MessageRecord;
  readonly state: 'written' | 'unwritten';
  readonly deadline: Deadline;
}

/** Keeps a record of every send: written before a provider is called, settled when it is known how it ended. */
export class MessageRecords {
  readonly #logger = new Logger('Sms');
  readonly #books: BookKeeping;
  /** What came of the codes in messages. */
  readonly codes: CodeOutcomes;

  constructor(private readonly tools: RecordTools) {
    this.#books = new BookKeeping(tools.clock);
    this.codes = new CodeOutcomes({ ...tools, changes: new RecordChanges(tools), books: this.#books });
  }

  /** What became of a message; `undefined` for one the ledger does not have, or no longer. */
  find(messageId: string): Promise<MessageRecord | undefined> {
    return this.tools.ledger.find(messageId);
  }

  /**
   * Writes a message down before it is handed over.
   *
   * A ledger that fails, or is silent for a second, stops nothing: the failure is logged and told as
   * `ledger-unavailable`, and what could not be written now is written with the outcome. A send of little time waits
   * for a quarter of it at most.
   *
   * @param deadline of the handover
   * @param replaces id of the message whose text it carries in its place
   */
  async begin(
    message: OutboundMessage,
    route: Route,
    deadline: Deadline,
    replaces?: string,
  ): Promise<BegunRecord> {
    const record = openedRecord(message, route.names, this.tools.clock.wallMs(), deadline.limitMs, replaces);
    const open = () => this.#open(record, message);
    const state = await this.#write(message.id, 'open', patienceBeforehandMs(deadline), open);
    return { message, record, state, deadline };
  }

  /**
   * Keeps how the handover ended, and tells it. Waits until the deadline, and never longer than a second; never rejects.
   */
  async settle({ message, record, state, deadline }: BegunRecord, end: HandoverEnd): Promise<void> {
    const tookMs = deadline.elapsedMs();
    await this.#write(message.id, 'settle', deadline.remainingMs(), async () => {
      if (state === 'unwritten') await this.#open(record, message);
      await this.#keep(message, end);
    });
    this.#tell(message, end, tookMs);
  }

  /** Resolves when what is still being written is written, or the ledger has been silent for a second. */
  allEnded(): Promise<void> {
    return this.#books.allEnded();
  }

  #open(record: MessageRecord, { to, text }: OutboundMessage): Promise<void> {
    return this.tools.ledger.open(record, { to: to.e164, text });
  }

  /** Only what somebody may have is watched. */
  async #keep({ id, to, segments }: OutboundMessage, { attempts, outcome }: HandoverEnd): Promise<void> {
    const { ledger, clock, schedule, prices } = this.tools;
    const watch = outcome === 'accepted' || outcome === 'unknown' ? this.tools.watch : undefined;
    const now = clock.wallMs();
    const cost = estimatedCostOf(prices, to.country, segments);
    const kept = attempts.map((attempt) => keptAttempt(attempt, segments, now, cost));
    const change = await ledger.update(id, (record) => {
      const watched = watch && watchOver(record, kept, watch, now);
      return schedule.withDueAt(withAttempts(record, kept, now, watched), now);
    });
    watch?.account(change);
  }

  #write(
    messageId: string,
    step: LedgerUnavailable['step'],
    patienceMs: number,
    write: () => Promise<void>,
  ): Promise<BegunRecord['state']> {
    return this.#books.write(patienceMs, write, (error) => {
      this.#logger.error({ msg: 'the ledger did not take a message', messageId, step, err: error });
      this.tools.events.tell({ type: 'ledger-unavailable', messageId, step });
    });
  }

  #tell({ id: messageId, to, purpose, segments }: OutboundMessage, end: HandoverEnd, tookMs: number): void {
    const about = { messageId, country: to.country, purpose, tookMs };
    const { outcome, maybeSent, attempts } = end;
    if (outcome === 'accepted') {
      const { provider } = end;
      const event = {
        type: 'message-accepted',
        ...about,
        provider,
        segments,
        attempts: countMade(attempts),
      } as const;
      this.tools.events.tell(event);
    } else this.tools.events.tell({ type: 'message-undeliverable', ...about, kind: outcome, maybeSent });
  }
}
