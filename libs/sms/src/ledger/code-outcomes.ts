import { Logger } from '@nestjs/common';
import type { SmsEvents } from '../events/sms.events.js';
import type { CodeOutcome } from '../message/code-outcome.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import { type BookKeeping, patienceBeforehandMs } from './book-keeping.js';
import type { DutySchedule } from './duty-schedule.js';
import { type MessageLedger, type RecordRule, recordIn } from './message-ledger.js';
import { type MessageRecord, withWatch } from './message-record.js';
import type { RecordChanges } from './record-changes.js';
import type { OutcomeReport } from './recorded-outcome.js';
import { replacedBy } from './replaced-message.js';
import { isPending, WATCH_OFF } from './watch.js';

/** What keeping outcomes needs. */
export interface OutcomeTools {
  readonly ledger: MessageLedger;
  readonly changes: RecordChanges;
  readonly clock: Clock;
  readonly events: SmsEvents;
  readonly schedule: DutySchedule;
  readonly books: BookKeeping;
}

/** Takes in what hosts know of a message better than any provider: whether its code was used, or is in another one. */
export class CodeOutcomes {
  readonly #logger = new Logger('Sms');

  constructor(private readonly tools: OutcomeTools) {}

  /**
   * Keeps what came of a message's code; from then on the message is not sent again and its text is gone. What was
   * verified stays so. Without effect on a message the ledger does not have.
   *
   * @throws whatever the ledger throws
   */
  async conclude(messageId: string, outcome: CodeOutcome): Promise<void> {
    const { changes, clock, schedule } = this.tools;
    const now = clock.wallMs();
    await changes.apply(messageId, (record) => afterOutcome(record, outcome, schedule, now));
  }

  /**
   * Ends the watch over a message whose text is in a later one, and keeps of a code that this one came to nothing; returns
   * its record after those of the messages that it replaced itself. Without those the ledger does not have, or does not
   * tell of in time: within a second, or a quarter of the later message's deadline where that is shorter. Never rejects.
   */
  async callOff(messageId: string, deadline: Deadline): Promise<readonly MessageRecord[]> {
    const { ledger, changes, clock, events, schedule, books } = this.tools;
    const now = clock.wallMs();
    const replaced: RecordRule = (record) => afterReplacement(record, schedule, now);
    let known: readonly MessageRecord[] = [];
    const callOff = async () => {
      const record = recordIn(await changes.apply(messageId, replaced));
      if (record === undefined) return;
      known = [record];
      known = [...(await replacedBy(record, ledger)), record];
    };
    await books.write(patienceBeforehandMs(deadline), callOff, (error) => {
      this.#logger.error({ msg: 'the ledger did not call off a watch', messageId, err: error });
      events.tell({ type: 'ledger-unavailable', messageId, step: 'call-off' });
    });
    return known;
  }
}

/** Whoever had to ask again did so because it had not come in time; what is proven after all is kept later. */
function afterReplacement(
  record: MessageRecord,
  schedule: DutySchedule,
  now: number,
): MessageRecord | undefined {
  const isWatched = isPending(record.watch);
  const unwatched = isWatched ? withWatch(record, { state: 'spent', why: 'replaced' }, now) : record;
  const concluded =
    record.purpose === 'one-time-code' ? afterOutcome(unwatched, 'expired', schedule, now) : undefined;
  return concluded ?? (isWatched ? schedule.withDueAt(unwatched, now) : undefined);
}

function afterOutcome(
  record: MessageRecord,
  outcome: CodeOutcome,
  schedule: DutySchedule,
  now: number,
): MessageRecord | undefined {
  const known = record.codeOutcome?.outcome;
  if (known === 'verified' || known === outcome) return undefined;
  const ended = record.watch.state === 'armed' ? withWatch(record, WATCH_OFF, now) : record;
  const report: OutcomeReport = { state: 'none' };
  const after = {
    ...ended,
    codeOutcome: { outcome, at: now, report },
    contentUntil: undefined,
    updatedAt: now,
  };
  return schedule.withDueAt(after, now);
}
