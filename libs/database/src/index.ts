export { DatabaseModule } from './database.module.js';
export { type DatabaseEngine, DatabaseUrlError, normaliseDatabaseUrl } from './database-url.js';
export { DATABASE, type Database, openDatabase } from './open-database.js';
export type {
  AccountTable,
  ChallengeTable,
  RefreshTokenTable,
  Schema,
  SessionTable,
  SigningKeyTable,
} from './schema.js';
