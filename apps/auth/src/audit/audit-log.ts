import type { AuditEvent } from './audit-event.js';

/** Remembers what happened, in an order nobody can change afterwards without its being seen. */
export abstract class AuditLog {
  /**
   * Notes an event that has happened. Returns at once and never throws: no sign-in waits for its record, or fails for
   * the want of it. Note what a transaction does once it is committed.
   */
  abstract note(event: AuditEvent): void;
}
