import type { Database } from '@standby/database';
import type { MessageLedger } from '@standby/sms';
import { SqlMessageLedger } from '@standby/sms/sql';
import type { KeyRing } from '../keys/key-ring.js';

/** The ledger of messages in the service's database; what was sealed under a secret nobody has any more is lost. */
export function messageLedgerOn(database: Database, { messageSeal }: KeyRing): MessageLedger {
  return new SqlMessageLedger(database, messageSeal);
}
