import { createHash } from 'node:crypto';
import type { Database } from '@standby/database';
import { ContentKeys, type MessageLedger } from '@standby/sms';
import { SqlMessageLedger } from '@standby/sms/sql';
import type { DerivedKeys } from '../keys/derived-keys.js';

/** The ledger of messages in the service's database; what was sealed under a secret that has changed is lost. */
export function messageLedgerOn(database: Database, { messageSeal }: DerivedKeys): MessageLedger {
  const name = createHash('sha256').update('key id').update(messageSeal).digest('hex').slice(0, 8);
  return new SqlMessageLedger(database, new ContentKeys({ name, key: messageSeal }));
}
