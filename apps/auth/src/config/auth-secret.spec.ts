import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { authSecretFor, keptAuthSecretFor } from './auth-secret.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'standby-secret-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const secretFor = (fields: Partial<AppConfig> = {}) => {
  const DATABASE_URL = `sqlite:${join(directory, 'data', 'standby.sqlite')}`;
  return authSecretFor(Object.assign(new AppConfig(), { DATABASE_URL }, fields), randomBytes);
};
const path = () => join(directory, 'data', 'auth-secret');

describe('authSecretFor', () => {
  it('generates one on the first start and keeps it where only its owner can read it', () => {
    const first = secretFor();
    expect(secretFor()).toBe(first);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('takes the given one and writes no file', () => {
    expect(secretFor({ AUTH_SECRET: 'given' })).toBe('given');
    expect(() => statSync(path())).toThrow(/ENOENT/);
  });

  it('keeps none for a database in memory', () => {
    expect(secretFor({ DATABASE_URL: 'sqlite::memory:' })).not.toBe(
      secretFor({ DATABASE_URL: 'sqlite::memory:' }),
    );
  });

  it('generates none for a database server, whose every client needs the same', () => {
    const DATABASE_URL = 'postgres://user@host/database';
    expect(() => secretFor({ DATABASE_URL })).toThrow(/AUTH_SECRET/);
    expect(secretFor({ DATABASE_URL, AUTH_SECRET: 'given' })).toBe('given');
  });

  it('is the one that is there for who must not make one', () => {
    const DATABASE_URL = `sqlite:${join(directory, 'data', 'standby.sqlite')}`;
    const keptSecret = (fields: Partial<AppConfig> = {}) =>
      keptAuthSecretFor(Object.assign(new AppConfig(), { DATABASE_URL }, fields));
    expect(() => keptSecret()).toThrow(/AUTH_SECRET/);
    expect(() => keptSecret({ DATABASE_URL: 'sqlite::memory:' })).toThrow(/AUTH_SECRET/);
    expect(readdirSync(directory)).toEqual([]);
    expect(keptSecret({ AUTH_SECRET: 'given' })).toBe('given');
    const made = secretFor();
    expect(keptSecret()).toBe(made);
    writeFileSync(path(), 'short');
    expect(() => keptSecret()).toThrow(/AUTH_SECRET/);
  });

  it('generates none in production, and trusts no file that was tampered with', () => {
    expect(() => secretFor({ NODE_ENV: 'production' })).toThrow(/AUTH_SECRET/);
    secretFor();
    writeFileSync(path(), 'short');
    expect(() => secretFor()).toThrow(/AUTH_SECRET/);
  });
});
