import type { SmsEvents } from '../sms.events.js';
import type { RecordChange } from './message-ledger.js';
import type { WatchTerms } from './watch-terms.js';

/** Tells of a change of a record: the watch of all of it, and the events where its status is another now. */
export function tellChange(
  events: SmsEvents,
  change: RecordChange,
  watch: Pick<WatchTerms, 'heed'> | undefined,
): void {
  watch?.heed(change);
  if (change.change !== 'made') return;
  const { before, after } = change;
  if (before.status === after.status) return;
  const { id: messageId, country, purpose } = after;
  events.tell({
    type: 'message-status-changed',
    messageId,
    country,
    purpose,
    from: before.status,
    to: after.status,
  });
}
