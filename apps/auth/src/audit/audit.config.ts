import { WholeNumber } from '../config/environment-rules.js';

/** Settings of the audit log, one property an environment variable. */
export class AuditConfig {
  /** How long records are kept, in days. */
  @WholeNumber(1, 3_650)
  AUDIT_DAYS = 90;
}
