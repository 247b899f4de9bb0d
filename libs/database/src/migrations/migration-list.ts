import type { Migration } from 'kysely/migration';
import { signIn } from './0001-sign-in.js';
import { sendOutcomes } from './0002-send-outcomes.js';
import { messageLedger } from './0003-message-ledger.js';
import { sessions } from './0006-sessions.js';

/** Every migration, by name; names sort in the order they run and never change once released. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-sign-in': signIn,
  '0002-send-outcomes': sendOutcomes,
  '0003-message-ledger': messageLedger,
  '0006-sessions': sessions,
};
