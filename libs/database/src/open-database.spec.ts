import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.js';
import type { Database } from './schema.js';

let directory: string;
const opened: Database[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'standby-database-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.destroy()));
  rmSync(directory, { recursive: true });
});

const path = () => join(directory, 'inner', 'standby.sqlite');
const open = async () => {
  const database = await openDatabase(`sqlite:${path()}`);
  opened.push(database);
  return database;
};
const account = (id: string) => ({
  id,
  phone_number: `number of ${id}`,
  created_at: 1_790_000_000_000,
  last_signed_in_at: 1,
});
const accountIds = async (database: Database) =>
  (await database.selectFrom('accounts').select('id').orderBy('id').execute()).map(({ id }) => id);

describe('openDatabase', () => {
  it('keeps rows, and times to the millisecond, across a reopening', async () => {
    const first = await open();
    await first.insertInto('accounts').values(account('a')).execute();
    await first.destroy();
    const row = await (await open()).selectFrom('accounts').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ id: 'a', created_at: 1_790_000_000_000 });
  });

  it('lets openers start together on a new file and see one another', async () => {
    const [left, right] = await Promise.all([open(), open()]);
    await left.insertInto('accounts').values(account('a')).execute();
    await right.insertInto('accounts').values(account('b')).execute();
    expect(await accountIds(left)).toEqual(['a', 'b']);
    expect(await accountIds(right)).toEqual(['a', 'b']);
  });

  it('creates a directory and a file that only their owner can read', async () => {
    await open();
    expect(statSync(join(directory, 'inner')).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(statSync(`${path()}-wal`).mode & 0o777).toBe(0o600);
  });

  it('refuses a second account for a number and a token without its session', async () => {
    const database = await open();
    await database.insertInto('accounts').values(account('a')).execute();
    const twin = { ...account('b'), phone_number: account('a').phone_number };
    await expect(database.insertInto('accounts').values(twin).execute()).rejects.toThrow(/UNIQUE/);
    const orphan = { digest: 'd', session_id: 'none', created_at: 1, expires_at: 2, used_at: null };
    await expect(database.insertInto('refresh_tokens').values(orphan).execute()).rejects.toThrow(
      /FOREIGN KEY/,
    );
  });
});
