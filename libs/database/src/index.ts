export { DatabaseModule } from './database.module.js';
export { DatabaseStatementError, DatabaseUnavailableError } from './database-error.js';
export { type DatabaseEngine, DatabaseUrlError, normaliseDatabaseUrl } from './database-url.js';
export type {
  GuardBucketTable,
  GuardCountryTable,
  GuardDecisionTable,
  GuardProofTable,
  GuardSpendTable,
  GuardVerifiedTable,
  QuotaCounterTable,
} from './guard-schema.js';
export { inTurn } from './in-turn.js';
export { DATABASE, type DatabaseLimits, openDatabase } from './open-database.js';
export type {
  AcceptanceTable,
  AccountTable,
  ChallengeTable,
  Database,
  MessageTable,
  RefreshTokenTable,
  Schema,
  SendOutcomeTable,
  SessionTable,
  SigningKeyTable,
} from './schema.js';
