import type { SmsEvents } from '../events/sms.events.js';
import type { RecordChange } from './message-ledger.js';
import type { MessageRecord } from './message-record.js';
import type { WatchTerms } from './watch-terms.js';

/** Tells of a change of a record: the watch of all of it, and the events of another status and of what came of its code. */
export function tellChange(
  events: SmsEvents,
  change: RecordChange,
  watch: Pick<WatchTerms, 'account'> | undefined,
): void {
  watch?.account(change);
  if (change.change !== 'made') return;
  const { before, after } = change;
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
  const provider = attempts.findLast(({ acceptedAt }) => acceptedAt !== undefined)?.provider;
  const whose = { ...about(record), ...(provider !== undefined && { provider }) };
  events.tell({ type: 'outcome-recorded', ...whose, outcome, afterMs: Math.max(0, at - createdAt) });
}

function about({ id: messageId, country, purpose }: MessageRecord) {
  return { messageId, country, purpose };
}
