import type { Migration } from 'kysely/migration';
import { accountsAndChallenges } from './0001-accounts-and-challenges.js';
import { sendOutcomes } from './0002-send-outcomes.js';
import { messageLedger } from './0003-message-ledger.js';
import { leases } from './0004-leases.js';
import { audit } from './0005-audit.js';
import { sessions } from './0006-sessions.js';
import { quotas } from './0007-quotas.js';
import { pumpingGuard } from './0008-pumping-guard.js';
import { circuits } from './0009-circuits.js';

/** Every migration, by name; names sort in the order they run and never change once released. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-accounts-and-challenges': accountsAndChallenges,
  '0002-send-outcomes': sendOutcomes,
  '0003-message-ledger': messageLedger,
  '0004-leases': leases,
  '0005-audit': audit,
  '0006-sessions': sessions,
  '0007-quotas': quotas,
  '0008-pumping-guard': pumpingGuard,
  '0009-circuits': circuits,
};
