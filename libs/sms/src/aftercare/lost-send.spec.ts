import { describe, expect, it } from 'vitest';
import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { BookKeeping } from '../ledger/book-keeping.js';
import { CodeOutcomes } from '../ledger/code-outcomes.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import { type MessageRecord, openedRecord } from '../ledger/message-record.js';
import { RecordChanges } from '../ledger/record-changes.js';
import { takersOf } from '../ledger/replaced-message.js';
import { normalise } from '../message/outbound-message.js';
import { ManualClock } from '../testing/manual-clock.js';
import { afterLostSend } from './lost-send.js';

const CODE = { to: '+447400123456', text: '482913', purpose: 'one-time-code' } as const;
const OPENED = openedRecord(normalise(CODE, 'm'), ['first', 'second'], 0, 10_000);
const MAYBE: MessageAttempt = { provider: 'second', status: 'unknown', reason: 'hedge', segments: 1 };
const UNKNOWN: MessageRecord = { ...OPENED, status: 'unknown', attempts: [MAYBE] };
const adopt = afterLostSend([{ provider: 'first', providerMessageId: 'first-1' }], 60_000, undefined);

describe('a copy that was found', () => {
  it('counts as taken, more than one that may be', () => {
    expect(takersOf([UNKNOWN])).toEqual(['second']);
    expect(takersOf([adopt(UNKNOWN) ?? UNKNOWN])).toEqual(['second', 'first']);
  });

  it('is whose provider what came of its code is told with', async () => {
    const told: SmsEvent[] = [];
    const events = new SmsEvents();
    events.stream.subscribe((event) => told.push(event));
    const [ledger, clock] = [new MemoryMessageLedger(), new ManualClock()];
    const changes = new RecordChanges({ ledger, events });
    const tools = { ledger, changes, clock, events, schedule: new DutySchedule([], 0) };
    await ledger.open(UNKNOWN, CODE);
    await ledger.update('m', adopt);
    await new CodeOutcomes({ ...tools, books: new BookKeeping(clock) }).conclude('m', 'verified');
    expect(told).toMatchObject([{ type: 'outcome-recorded', outcome: 'verified', provider: 'first' }]);
  });
});
