import type { DatabaseModuleOptions } from '@standby/database';
import type { AppConfig } from '../app.config.js';

/** What the database module needs to know, out of the environment. */
export function databaseOptionsOf({ DATABASE_URL, DATABASE_POOL_SIZE }: AppConfig): DatabaseModuleOptions {
  return { url: DATABASE_URL, limits: { poolSize: DATABASE_POOL_SIZE } };
}
