import { SmsEvents } from '../events/sms.events.js';
import { DutySchedule } from '../ledger/duty-schedule.js';
import { MemoryMessageLedger } from '../ledger/memory-message-ledger.js';
import { MemoryOutcomeStore } from '../ledger/memory-outcome-store.js';
import { MessageRecords, type RecordTools } from '../ledger/message-records.js';
import type { OutcomeStore } from '../ledger/outcome-store.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import type { Clock } from '../resilience/clock.js';
import type { Random } from '../resilience/random.js';
import type { SmsOptions } from '../sms.options.js';
import { guardAll, providersInOrder } from '../sms.providers.js';
import { SmsService } from '../sms.service.js';

/** What a service is put together of, where that is not the usual. */
interface Given extends Partial<Omit<RecordTools, 'clock'>> {
  readonly guarded?: readonly GuardedProvider[];
  readonly random?: Random;
  readonly outcomes?: OutcomeStore;
}

/** A service without Nest. Unless told otherwise it remembers in this process, and chance is always 0. */
export function smsServiceOf(
  options: SmsOptions,
  clock: Clock,
  { guarded, random = () => 0, outcomes = new MemoryOutcomeStore(), ...given }: Given = {},
): SmsService {
  const records = new MessageRecords({
    ledger: new MemoryMessageLedger(),
    events: new SmsEvents(),
    schedule: new DutySchedule([], 0),
    ...given,
    clock,
  });
  const candidates = guarded ?? guardAll(providersInOrder(options), options, clock, random);
  return new SmsService(candidates, options, clock, random, outcomes, records);
}
