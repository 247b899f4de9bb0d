import { Injectable } from '@nestjs/common';
import { Counter, Registry } from '@prometheus-io/client';
import type { AuditEvent } from '../audit/audit-event.js';

/** How often each thing happened that the audit log remembers. */
@Injectable()
export class AuditCounts {
  readonly #events: Counter<'event' | 'reason'>;

  constructor(registry: Registry) {
    this.#events = new Counter({
      name: 'standby_auth_events_total',
      help: 'Events of the audit log; reason is the code of a refusal, none where there is no such thing.',
      labelNames: ['event', 'reason'],
      registers: [registry],
    });
  }

  note(event: AuditEvent): void {
    this.#events.inc({ event: event.event, reason: 'reason' in event ? event.reason : 'none' });
  }
}
