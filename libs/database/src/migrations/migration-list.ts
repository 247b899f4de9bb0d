import type { Migration } from 'kysely/migration';
import { signIn } from './0001-sign-in.js';
import { sendOutcomes } from './0002-send-outcomes.js';
import { messageLedger } from './0003-message-ledger.js';
import { quotas } from './0007-quotas.js';
import { pumpingGuard } from './0008-pumping-guard.js';

/** Every migration, by name; names sort in the order they run and never change once released. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-sign-in': signIn,
  '0002-send-outcomes': sendOutcomes,
  '0003-message-ledger': messageLedger,
  '0007-quotas': quotas,
  '0008-pumping-guard': pumpingGuard,
};
