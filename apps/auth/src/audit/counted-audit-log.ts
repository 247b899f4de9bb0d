import type { AuditCounts } from '../metrics/audit-counts.js';
import type { AuditEvent } from './audit-event.js';
import type { AuditLog } from './audit-log.js';

/** An audit log whose events are counted. */
export class CountedAuditLog implements AuditLog {
  constructor(
    private readonly log: AuditLog,
    private readonly counts: AuditCounts,
  ) {}

  note(event: AuditEvent): void {
    this.log.note(event);
    this.counts.note(event);
  }
}
