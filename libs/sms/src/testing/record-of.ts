import type { MessageRecord } from '../ledger/message-record.js';
import { WATCH_OFF } from '../ledger/watch.js';

/** The record `m` of a code that was accepted at 0, with these changes. */
export function recordOf(changes: Partial<MessageRecord> = {}): MessageRecord {
  return {
    id: 'm',
    status: 'accepted',
    purpose: 'one-time-code',
    country: 'GB',
    segments: 1,
    route: ['first', 'second'],
    attempts: [],
    watch: WATCH_OFF,
    codeOutcome: undefined,
    createdAt: 0,
    settleBy: 10_000,
    updatedAt: 0,
    contentUntil: 300_000,
    dueAt: undefined,
    ...changes,
  };
}
