import type { Duty, DutySchedule } from '../ledger/duty-schedule.js';
import { type MessageLedger, type RecordRule, recordIn } from '../ledger/message-ledger.js';
import { type MessageRecord, withWatch } from '../ledger/message-record.js';
import type { RecordChanges } from '../ledger/record-changes.js';
import type { PriceTable } from '../message/message-price.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import type { Clock } from '../resilience/clock.js';
import { TimeLimit } from '../resilience/time-limit.js';
import type { CodeResends } from '../watch/code-resends.js';
import { isCutShort } from './answered-in-time.js';
import { afterLostResend, afterLostSend, lostResendOf, lostSendOf } from './lost-send.js';
import { afterPoll, poll } from './message-poll.js';
import { search } from './message-search.js';
import { afterFoundIds, missingIdsOf } from './missing-ids.js';
import type { OutcomeReports } from './outcome-reports.js';

/** Limit for asking and telling providers about one message, in ms. */
const ASK_LIMIT_MS = 8000;
/** The same where a code is silent, and the person waits. */
const ASK_FIRST_LIMIT_MS = 2000;

/** What looking after messages needs. */
export interface DutyTools {
  readonly ledger: MessageLedger;
  readonly changes: RecordChanges;
  readonly schedule: DutySchedule;
  readonly providers: readonly SmsProvider[];
  readonly reports: OutcomeReports;
  /** Absent: no code is sent once more. */
  readonly resends: CodeResends | undefined;
  /** Absent: what a copy cost is not estimated. */
  readonly prices: PriceTable | undefined;
  readonly clock: Clock;
}

/** Does for one due message what there is to do. */
export class MessageDuties {
  readonly #now = () => this.tools.clock.wallMs();

  constructor(private readonly tools: DutyTools) {}

  /** @param signal ends the asking, but no send that has begun; what it cut short is due again, as if nobody had asked */
  async run(record: MessageRecord, signal: AbortSignal): Promise<void> {
    const duty = this.tools.schedule.dutyOf(record, this.#now());
    if (duty === 'resend') return this.#resend(record, signal);
    using limit = new TimeLimit(this.tools.clock, ASK_LIMIT_MS, signal);
    const rule = await this.#ruleAfter(duty, record, limit.signal);
    if (rule !== 'cut short') await this.#change(record, rule);
  }

  async #ruleAfter(
    duty: Exclude<Duty, 'resend'>,
    record: MessageRecord,
    signal: AbortSignal,
  ): Promise<RecordRule | 'cut short'> {
    const { ledger, providers, reports, schedule, prices } = this.tools;
    if (duty === 'find') {
      const findings = await search(lostSendOf(record), ledger, providers, signal);
      return afterLostSend(findings, this.#now(), prices);
    }
    if (duty === 'find-resend') {
      const findings = await search(lostResendOf(record), ledger, providers, signal);
      return afterLostResend(findings, schedule, this.#now(), prices);
    }
    if (duty === 'report') {
      const reported = await reports.make(record, signal, this.#now);
      return reported === 'cut short' ? reported : this.#scheduled(reported);
    }
    const found = await this.#findIds(record, signal);
    if (found !== undefined) return found;
    if (isCutShort(signal)) return 'cut short';
    const receipts = await poll(record, providers, signal);
    if (receipts.length === 0 && isCutShort(signal)) return 'cut short';
    return this.#scheduled((current) => afterPoll(current, receipts, this.#now()));
  }

  /** `undefined` where no id is missing, or none was found. */
  async #findIds(record: MessageRecord, signal: AbortSignal): Promise<RecordRule | undefined> {
    const { ledger, providers, schedule } = this.tools;
    if (!schedule.isIdSought(record)) return undefined;
    const findings = await search(missingIdsOf(record), ledger, providers, signal);
    const isFound = typeof findings !== 'string' && findings.length > 0;
    return isFound ? afterFoundIds(findings, this.#now()) : undefined;
  }

  /**
   * A silent code is asked after first: a receipt that was lost is no reason to send again. Where its id is found only
   * now, it is not sent again either: nothing of it could be heard.
   */
  async #resend(record: MessageRecord, signal: AbortSignal): Promise<void> {
    const { resends } = this.tools;
    if (resends === undefined) {
      await this.#change(record, this.#scheduled(switchedOff(this.#now())));
      return;
    }
    const found = await this.#askFirst(signal, (limited) => this.#findIds(record, limited));
    if (found !== undefined) {
      await this.#change(record, found);
      return;
    }
    const receipts = await this.#askFirst(signal, (limited) => poll(record, this.tools.providers, limited));
    const heard: RecordRule = (current) => afterPoll(current, receipts, this.#now());
    const known = receipts.length === 0 ? record : await this.#change(record, this.#scheduled(heard));
    // While shutting down nothing is begun: another instance, or the next, has more time for it.
    if (known !== undefined && !signal.aborted) await resends.resend(known);
  }

  async #askFirst<T>(signal: AbortSignal, ask: (limited: AbortSignal) => Promise<T>): Promise<T> {
    using limit = new TimeLimit(this.tools.clock, ASK_FIRST_LIMIT_MS, signal);
    return await ask(limit.signal);
  }

  #scheduled(rule: RecordRule): RecordRule {
    return (current) => {
      const after = rule(current);
      return after && this.tools.schedule.withDueAt(after, this.#now());
    };
  }

  async #change({ id }: MessageRecord, rule: RecordRule): Promise<MessageRecord | undefined> {
    return recordIn(await this.tools.changes.apply(id, rule));
  }
}

/** Watched by a process that was told to; this one was not. */
function switchedOff(now: number): RecordRule {
  return (record) =>
    record.watch.state === 'armed'
      ? withWatch(record, { state: 'spent', why: 'switched-off' }, now)
      : undefined;
}
