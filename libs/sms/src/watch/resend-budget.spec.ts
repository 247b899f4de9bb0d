import { expect, it } from 'vitest';
import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { RecordChanges } from '../ledger/record-changes.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { FailoverOptions } from '../routing/failover.options.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { recordOf } from '../testing/record-of.js';
import { CodeResends } from './code-resends.js';
import { DeliveryWatch } from './delivery-watch.js';
import { OtherRoutes } from './other-routes.js';
import { WatchOptions } from './watch.options.js';

const RECORD = recordOf({
  attempts: [{ provider: 'first', providerMessageId: 'id', status: 'undelivered', segments: 1 }],
  watch: { state: 'armed', silentAt: undefined },
  contentUntil: Number.MAX_SAFE_INTEGER,
});

it('is not spent by an instance that comes too late for the right to send', async () => {
  const clock = new ManualClock();
  const second = new MockProvider('second');
  const options = parseSmsOptions({ order: ['second'], providers: [second], environment: 'test' });
  const ledger = new MemoryMessageLedger();
  await ledger.open(RECORD, { to: '+447400123456', text: 'hello' });
  // Another has taken it since this one read the record, and is still sending.
  ledger.update = async () => ({ change: 'none', record: RECORD });
  const watch = new DeliveryWatch(Object.assign(new WatchOptions(), { resendBurst: 1 }), new Set());
  const candidates = guardAll([second], options, clock, () => 0);
  const events = new SmsEvents();
  const resends = new CodeResends({
    ledger,
    changes: new RecordChanges({ ledger, events, watch }),
    schedule: new DutySchedule([], 1000),
    watch,
    routes: new OtherRoutes(candidates, new FailoverOptions(), clock, () => 0),
    deadlineMs: 1000,
    events,
    clock,
  });
  await resends.resend(RECORD);
  expect(second.messages).toEqual([]);
  expect(watch.trySpend()).toBe(true);
});
