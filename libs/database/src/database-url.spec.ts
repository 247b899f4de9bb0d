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
    '',
    'sqlite:',
    'sqlite:///x',
    'sqlite::other:',
    'sqlite:a?mode=ro',
    'postgres://u:hidden@h/d',
    'x.sqlite',
  ])('refuses %j, names the variable and keeps the value to itself', (url) => {
    const refusal = () => normaliseDatabaseUrl(url);
    expect(refusal).toThrow(DatabaseUrlError);
    expect(refusal).toThrow(/DATABASE_URL/);
    expect(refusal).not.toThrow(/hidden/);
  });
});
