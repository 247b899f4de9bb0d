import type { SmsEvents } from '../events/sms.events.js';
import { isTaken } from './message-attempt.js';
import type { RecordChange } from './message-ledger.js';
import type { MessageRecord } from './message-record.js';
import type { WatchTerms } from './watch-terms.js';

/** Tells of a change of a record: the watch of all of it, and the events of another status and of what came of its code. */
export function tellChange(
  events: SmsEvents,
  change: RecordChange,
  watch: Pick<WatchTerms, 'heed'> | undefined,
): void {
  watch?.heed(change);
  if (change.change !== 'made') return;
  const { before, after } = change;
  if (before.status !== after.status) {
    const [from, to] = [before.status, after.status];
    events.tell({ type: 'message-status-changed', ...about(after), from, to });
  }
  if (before.outcome?.outcome !== after.outcome?.outcome) tellOutcome(events, after);
}

function tellOutcome(events: SmsEvents, record: MessageRecord): void {
  const { outcome: recorded, attempts, createdAt } = record;
  if (recorded === undefined) return;
  const { outcome, at } = recorded;
  const provider = attempts.findLast(isTaken)?.provider;
  const whose = { ...about(record), ...(provider !== undefined && { provider }) };
  events.tell({ type: 'outcome-recorded', ...whose, outcome, afterMs: Math.max(0, at - createdAt) });
}

function about({ id: messageId, country, purpose }: MessageRecord) {
  return { messageId, country, purpose };
}
