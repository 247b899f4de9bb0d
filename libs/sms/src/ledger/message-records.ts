import { Logger } from '@nestjs/common';
import type { OutboundMessage } from '../message/outbound-message.js';
import type { Clock } from '../resilience/clock.js';
import type { Attempt } from '../routing/attempt.js';
import type { Handover } from '../routing/handover.js';
import type { Route } from '../routing/router.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import type { LedgerUnavailable, SmsEvents } from '../sms.events.js';
import { Acceptances } from './acceptances.js';
import { CodeOutcomes } from './code-outcomes.js';
import type { FollowUp } from './follow-up.js';
import { keptAttempt } from './message-attempt.js';
import type { MessageLedger } from './message-ledger.js';
import { type MessageRecord, openedRecord, withAttempts } from './message-record.js';
import { type WatchTerms, watchOver } from './watch-terms.js';

/** How long a send waits for the ledger before, and after, in ms; a code must not die of its book-keeping. */
const WRITE_LIMIT_MS = 1000;

/** What keeping records needs. */
export interface RecordTools {
  readonly ledger: MessageLedger;
  readonly clock: Clock;
  readonly events: SmsEvents;
  readonly followUp: FollowUp;
  /** Absent: no code is sent once more. */
  readonly watch?: WatchTerms | undefined;
}

/** How long a send may take from now on, and what ends it early. */
export interface SendLimits {
  readonly deadlineMs: number;
  /** The caller's. */
  readonly signal: AbortSignal;
}

/** Keeps a record of every send: written before a provider is called, settled when it is known how it ended. */
export class MessageRecords {
  readonly #logger = new Logger('Sms');
  /** What came of the codes in messages. */
  readonly codes: CodeOutcomes;

  constructor(private readonly tools: RecordTools) {
    this.codes = new CodeOutcomes({ watch: undefined, ...tools });
  }

  /** What became of a message; `undefined` for one the ledger does not have, or no longer. */
  find(messageId: string): Promise<MessageRecord | undefined> {
    return this.tools.ledger.find(messageId);
  }

  /**
   * Hands a message over and keeps what comes of it.
   *
   * A ledger that fails, or is silent for a second, stops nothing: the message goes out, and the failure is logged
   * and told as `ledger-unavailable`. What could not be written before is written with the outcome.
   *
   * @throws whatever `handOver` throws, once that is kept.
   */
  async keep(
    message: OutboundMessage,
    route: Route,
    { deadlineMs, signal }: SendLimits,
    handOver: (route: Route) => Promise<Handover>,
  ): Promise<Handover> {
    const { clock, ledger } = this.tools;
    const names = route.carriers.map(({ name }) => name);
    const record = openedRecord(message, names, clock.wallMs(), deadlineMs);
    const open = () => ledger.open(record, { to: message.to.e164, text: message.text });
    const opening = await this.#write(message.id, 'open', open);
    const acceptances = new Acceptances();
    const settle = (attempts: readonly Attempt[], watch?: WatchTerms) =>
      this.#write(message.id, 'settle', async () => {
        if (opening === 'failed') await open();
        await this.#settle(message, attempts, acceptances, watch);
      });
    try {
      const handover = await handOver(acceptances.over(route));
      await settle(handover.attempts, this.tools.watch);
      this.#tellHandover(message, handover);
      return handover;
    } catch (error) {
      if (error instanceof UndeliverableError) {
        await settle(error.attempts);
        this.#tellFailure(message, error.kind, error.maybeSent);
      } else if (signal.aborted && error === signal.reason) {
        await settle([]);
        this.#tellFailure(message, 'abandoned', false);
      }
      // Anything else is a bug that may have sent: the record stays as it is, for the look-up.
      throw error;
    }
  }

  async #settle(
    message: OutboundMessage,
    attempts: readonly Attempt[],
    acceptances: Acceptances,
    watch: WatchTerms | undefined,
  ): Promise<void> {
    const { ledger, clock, followUp } = this.tools;
    const now = clock.wallMs();
    const kept = attempts.map((attempt) =>
      keptAttempt(attempt, message.segments, acceptances.idOf(attempt.provider), now),
    );
    const change = await ledger.update(message.id, (record) => {
      const watched = watch && watchOver(record, kept, watch, now);
      return followUp.scheduled(withAttempts(record, kept, now, watched), now);
    });
    watch?.heed(change);
  }

  /** Resolves in any case, at the latest when the time for it is over; a write that is late still counts. */
  async #write(
    messageId: string,
    step: LedgerUnavailable['step'],
    write: () => Promise<void>,
  ): Promise<'done' | 'failed'> {
    const { clock, events } = this.tools;
    const late = Promise.withResolvers<never>();
    const cancel = clock.schedule(WRITE_LIMIT_MS, () => late.reject(new Error('The ledger is silent.')));
    try {
      await Promise.race([write(), late.promise]);
      return 'done';
    } catch (error) {
      this.#logger.error({ msg: 'the ledger did not take a message', messageId, step, err: error });
      events.tell({ type: 'ledger-unavailable', messageId, step });
      return 'failed';
    } finally {
      cancel();
    }
  }

  #tellHandover(message: OutboundMessage, { status, provider, attempts }: Handover): void {
    if (status === 'unknown') {
      this.#tellFailure(message, 'unknown', true);
      return;
    }
    const { id: messageId, to, purpose, segments } = message;
    const about = { messageId, country: to.country, purpose };
    this.tools.events.tell({
      type: 'message-accepted',
      ...about,
      provider,
      segments,
      attempts: attempts.length,
    });
  }

  #tellFailure(
    { id: messageId, to, purpose }: OutboundMessage,
    kind: UndeliverableError['kind'] | 'unknown' | 'abandoned',
    maybeSent: boolean,
  ): void {
    const about = { messageId, country: to.country, purpose };
    this.tools.events.tell({ type: 'message-undeliverable', ...about, kind, maybeSent });
  }
}
