export { DatabaseModule, type DatabaseModuleOptions } from './database.module.js';
export { DatabaseStatementError, DatabaseUnavailableError, DatabaseVersionError } from './database-error.js';
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
export { inBatches } from './in-batches.js';
export { inTransaction } from './in-transaction.js';
export { awaitTurn, inTurn, shareTurn } from './in-turn.js';
export { DATABASE, type DatabaseLimits, openDatabase, openExistingDatabase } from './open-database.js';
export type {
  AccountTable,
  AuditChainTable,
  AuditRecordTable,
  ChallengeTable,
  ConfirmedDeviceTable,
  Database,
  Schema,
  SessionTable,
  SigningKeyTable,
  WrongCodeTable,
} from './schema.js';
export type {
  AcceptanceTable,
  CircuitTable,
  LeaseTable,
  MessageTable,
  SendOutcomeTable,
} from './sms-schema.js';
