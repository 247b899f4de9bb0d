export { DatabaseModule } from './database.module.js';
export { type DatabaseEngine, DatabaseUrlError, normaliseDatabaseUrl } from './database-url.js';
export { DATABASE, openDatabase } from './open-database.js';
export type {
  AccountTable,
  ChallengeTable,
  Database,
  RefreshTokenTable,
  Schema,
  SendOutcomeTable,
  SessionTable,
  SigningKeyTable,
} from './schema.js';
