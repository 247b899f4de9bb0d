import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryOutcomeStore } from '../ledger/memory-outcome-store.js';
import type { MessageLedger } from '../ledger/message-ledger.js';
import { MessageRecords } from '../ledger/message-records.js';
import type { WatchTerms } from '../ledger/watch-terms.js';
import type { PriceTable } from '../message/message-price.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { FailoverOptions } from '../routing/failover.options.js';
import { guardAll } from '../sms.providers.js';
import { SmsService } from '../sms.service.js';
import { ManualClock } from './manual-clock.js';

interface Terms {
  readonly failover?: Partial<FailoverOptions>;
  readonly watch?: WatchTerms;
  readonly prices?: PriceTable;
}

/** Services over two mock providers and any ledger, in time moved by hand. */
export class TwoProvidersOnALedger {
  readonly clock = new ManualClock();
  readonly first = new MockProvider('first');
  readonly second = new MockProvider('second');
  readonly told: SmsEvent[] = [];

  serviceOn(ledger: MessageLedger, { failover = {}, watch, prices }: Terms = {}): SmsService {
    const { clock } = this;
    const providers = [this.first, this.second];
    const options = parseSmsOptions({ order: ['first', 'second'], providers, environment: 'test', failover });
    const events = new SmsEvents();
    events.stream.subscribe((event) => this.told.push(event));
    const schedule = new DutySchedule(providers, 1000);
    const records = new MessageRecords({ ledger, clock, events, schedule, watch, prices });
    const guarded = guardAll(providers, options, clock, () => 0);
    return new SmsService(guarded, options, clock, () => 0, new MemoryOutcomeStore(), records);
  }
}
