import { Counter, type Registry } from '@prometheus-io/client';
import type { SmsEvent } from '../events/sms.events.js';
import type { MessageNews } from './message-counts.js';

/** What is about no one message and its way. */
type Trouble = Exclude<SmsEvent, MessageNews>;

/** Counts what happens to providers, receipts and the ledger, and for the most part should not. */
export class TroubleCounts {
  readonly #instruments: ReturnType<typeof instrumentsOn>;

  constructor(registry: Registry) {
    this.#instruments = instrumentsOn(registry);
  }

  count(event: Trouble): void {
    const { circuits, attention, receipts, readings, ledger } = this.#instruments;
    switch (event.type) {
      case 'circuit-changed': {
        const { provider, country, to, by } = event;
        circuits.inc({ provider, scope: country === undefined ? 'provider' : 'country', to, by });
        break;
      }
      case 'attention-needed':
        attention.inc({ provider: event.provider, kind: event.kind });
        break;
      case 'receipt-unmatched':
        receipts.inc({ provider: event.provider, reason: 'unmatched' });
        break;
      case 'receipt-not-understood':
        receipts.inc({ provider: event.provider, reason: 'not-understood' });
        break;
      case 'receipt-refused':
        receipts.inc({ provider: event.provider, reason: event.refusal });
        break;
      case 'delivery-logs-unread':
        readings.inc({ provider: event.provider, trouble: event.trouble });
        break;
      case 'ledger-unavailable':
        ledger.inc({ step: event.step });
        break;
    }
  }
}

function instrumentsOn(registry: Registry) {
  const registers = [registry];
  return {
    circuits: new Counter({
      name: 'standby_sms_circuit_changes_total',
      help: 'Changes of circuit breakers; scope is provider, or country for one of a country.',
      labelNames: ['provider', 'scope', 'to', 'by'],
      registers,
    }),
    attention: new Counter({
      name: 'standby_sms_attention_needed_total',
      help: 'Failures of a provider that somebody has to mend, once a minute at most for the same code.',
      labelNames: ['provider', 'kind'],
      registers,
    }),
    receipts: new Counter({
      name: 'standby_sms_receipts_unused_total',
      help: 'Calls to the receipt route from which nothing followed, and why.',
      labelNames: ['provider', 'reason'],
      registers,
    }),
    readings: new Counter({
      name: 'standby_sms_delivery_logs_unread_total',
      help: 'Readings of delivery logs that failed and are made again.',
      labelNames: ['provider', 'trouble'],
      registers,
    }),
    ledger: new Counter({
      name: 'standby_sms_ledger_failures_total',
      help: 'Steps of messages that the ledger did not take in its time.',
      labelNames: ['step'],
      registers,
    }),
  };
}
