import { type SmsEvent, SmsEvents } from '../events/sms.events.js';
import type { MessageLedger } from '../ledger/message-ledger.js';
import type { RecordTools } from '../ledger/message-records.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { FailoverOptions } from '../routing/failover.options.js';
import type { SmsService } from '../sms.service.js';
import { ManualClock } from './manual-clock.js';
import { smsServiceOf } from './sms-service-of.js';

interface Terms extends Pick<RecordTools, 'watch' | 'prices'> {
  readonly failover?: Partial<FailoverOptions>;
}

/** Services over two mock providers and any ledger, in time moved by hand. */
export class TwoProvidersOnALedger {
  readonly clock = new ManualClock();
  readonly first = new MockProvider('first');
  readonly second = new MockProvider('second');
  readonly told: SmsEvent[] = [];

  serviceOn(ledger: MessageLedger, { failover = {}, ...terms }: Terms = {}): SmsService {
    const providers = [this.first, this.second];
    const options = parseSmsOptions({ order: ['first', 'second'], providers, environment: 'test', failover });
    const events = new SmsEvents();
    events.stream.subscribe((event) => this.told.push(event));
    return smsServiceOf(options, this.clock, { ledger, events, ...terms });
  }
}
