import type { SmsEvents } from '../events/sms.events.js';
import { isTaken } from './message-attempt.js';
import type { MessageLedger, RecordChange, RecordRule } from './message-ledger.js';
import type { MessageRecord } from './message-record.js';
import type { WatchTerms } from './watch-terms.js';

/** Whose records are changed, and who is told. */
export interface ChangeTools {
  readonly ledger: MessageLedger;
  readonly events: SmsEvents;
  /** Absent: no code is sent once more. */
  readonly watch?: Pick<WatchTerms, 'account'> | undefined;
}

/** Changes records and tells of it: the watch of all of it, and the events of another status and of what came of a code. */
export class RecordChanges {
  constructor(private readonly tools: ChangeTools) {}

  /** @throws whatever the ledger throws */
  async apply(id: string, rule: RecordRule): Promise<RecordChange> {
    const { ledger, events, watch } = this.tools;
    const change = await ledger.update(id, rule);
    watch?.account(change);
    if (change.change === 'made') tellNews(events, change.before, change.after);
    return change;
  }
}

function tellNews(events: SmsEvents, before: MessageRecord, after: MessageRecord): void {
  if (before.status !== after.status) {
    const [from, to] = [before.status, after.status];
    events.tell({ type: 'message-status-changed', ...about(after), from, to });
  }
  if (before.codeOutcome?.outcome !== after.codeOutcome?.outcome) tellOutcome(events, after);
}

function tellOutcome(events: SmsEvents, record: MessageRecord): void {
  const { codeOutcome, attempts, createdAt } = record;
  if (codeOutcome === undefined) return;
  const { outcome, at } = codeOutcome;
  const provider = attempts.findLast(isTaken)?.provider;
  const whose = { ...about(record), ...(provider !== undefined && { provider }) };
  events.tell({ type: 'outcome-recorded', ...whose, outcome, afterMs: Math.max(0, at - createdAt) });
}

function about({ id: messageId, country, purpose }: MessageRecord) {
  return { messageId, country, purpose };
}
