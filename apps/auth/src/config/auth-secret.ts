import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { normaliseDatabaseUrl } from '@standby/database';
import type { AppConfig } from '../app.config.js';
import { EnvironmentError } from './environment-error.js';
import { weaknessOf } from './secret-strength.js';

/**
 * The secret every key is derived from: `AUTH_SECRET`, or outside production one that is generated once and
 * kept in `auth-secret` beside the database, so that a restart can still read what it sealed.
 *
 * With a database in memory nothing outlives the process, so neither does the secret.
 *
 * @throws {EnvironmentError} when the kept secret is weak, or when production or a database server has none.
 */
export function authSecretFor(config: AppConfig, randomBytes: (size: number) => Buffer): string {
  if (config.AUTH_SECRET !== undefined) return config.AUTH_SECRET;
  if (config.NODE_ENV === 'production') throw refusal('is required in production');
  const generated = randomBytes(32).toString('base64url');
  const database = normaliseDatabaseUrl(config.DATABASE_URL);
  // Every instance on a server needs the same one.
  if (database.storage === 'server') throw refusal('is required with PostgreSQL');
  return database.storage === 'memory' ? generated : keptOrMade(pathBeside(database.path), generated);
}

/**
 * The secret of {@link authSecretFor} for whoever must not make one.
 *
 * @throws {EnvironmentError} when there is none, or the kept one is weak.
 */
export function keptAuthSecretFor(config: AppConfig): string {
  if (config.AUTH_SECRET !== undefined) return config.AUTH_SECRET;
  const database = normaliseDatabaseUrl(config.DATABASE_URL);
  if (database.storage !== 'file' || !existsSync(pathBeside(database.path)))
    throw refusal('is not set, and none is kept beside the database');
  return kept(pathBeside(database.path));
}

function pathBeside(databasePath: string): string {
  return join(dirname(databasePath), 'auth-secret');
}

function keptOrMade(path: string, generated: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // "wx" fails when the file exists, so of two first starts one decides and the other reads.
    writeFileSync(path, `${generated}\n`, { flag: 'wx', mode: 0o600 });
    return generated;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return kept(path);
}

function kept(path: string): string {
  const secret = readFileSync(path, 'utf8').trim();
  if (weaknessOf(secret) !== undefined) throw refusal(`is not set, and the one kept in ${path} is unusable`);
  return secret;
}

function refusal(reason: string): EnvironmentError {
  return new EnvironmentError([{ variable: 'AUTH_SECRET', message: `AUTH_SECRET ${reason}.` }]);
}
