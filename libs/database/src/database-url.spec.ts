import { describe, expect, it } from 'vitest';
import { DatabaseUrlError, normaliseDatabaseUrl } from './database-url.js';

describe('normaliseDatabaseUrl', () => {
  it('reads a path and a database in memory', () => {
    expect(normaliseDatabaseUrl('sqlite:data/a.sqlite')).toEqual({
      engine: 'sqlite',
      storage: 'file',
      path: 'data/a.sqlite',
    });
    expect(normaliseDatabaseUrl('sqlite::memory:')).toEqual({ engine: 'sqlite', storage: 'memory' });
  });

  it.each([
    'postgres://user:p%40ss@host:5433/db',
    'postgresql://user@[::1]/db?sslmode=disable&application_name=a',
    'postgres:///db?host=/var/run/postgresql',
  ])('reads %j', (url) => {
    expect(normaliseDatabaseUrl(url)).toMatchObject({ engine: 'postgres', storage: 'server' });
  });

  it.each(['require', 'verify-ca', 'verify-full'])('checks the certificate under sslmode=%s', (mode) => {
    const { connectionString } = {
      connectionString: '',
      ...normaliseDatabaseUrl(`postgres://h/d?sslmode=${mode}`),
    };
    expect(connectionString).toBe('postgres://h/d?sslmode=verify-full');
  });

  it.each([
    '',
    'sqlite:',
    'sqlite:///x',
    'sqlite::other:',
    'sqlite:a?mode=ro',
    'mysql://u:hidden@h/d',
    'x.sqlite',
    'postgres://u:hidden@h',
    'postgres://u:hidden@h/',
    'postgres://u:hidden@h/d/e',
    'postgres://u:hidden@h:port/d',
    'postgres://u:hidden%zz@h/d',
    'postgres://u:hidden#@h/d',
    'postgres://u:hidden@h/d?statement_timeout=0',
    'postgres://u:hidden@h/d?sslmode=prefer',
    'postgres://u:hidden@h/d?sslmode=constructor',
    'postgres://u:hidden@h/d?hidden',
  ])('refuses %j, names the variable and keeps the value to itself', (url) => {
    const refusal = () => normaliseDatabaseUrl(url);
    expect(refusal).toThrow(DatabaseUrlError);
    expect(refusal).toThrow(/DATABASE_URL/);
    expect(refusal).not.toThrow(/hidden/);
  });
});
