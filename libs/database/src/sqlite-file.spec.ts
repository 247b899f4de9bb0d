import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openDatabase, openExistingDatabase } from './open-database.js';
import { newSqliteDatabase } from './testing/scratch-database.js';

it('creates a directory and files that only their owner can read', async () => {
  const scratch = await newSqliteDatabase();
  const directory = join(dirname(scratch.url.replace('sqlite:', '')), 'inner');
  const path = join(directory, 'standby.sqlite');
  const database = await openDatabase(`sqlite:${path}`);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
  await database.destroy();
  await scratch.remove();
});

it('leaves a file that is only to be opened as it is', async () => {
  const scratch = await newSqliteDatabase();
  const path = scratch.url.replace('sqlite:', '');
  await (await scratch.open()).destroy();
  const written = new DatabaseSync(path);
  written.exec('PRAGMA journal_mode = DELETE');
  written.close();
  const before = readFileSync(path);
  const database = await openExistingDatabase(scratch.url);
  expect(await database.selectFrom('accounts').selectAll().execute()).toEqual([]);
  await database.destroy();
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path))).toEqual(['standby.sqlite']);
  await scratch.remove();
});

it('opens no file that is not there', async () => {
  const scratch = await newSqliteDatabase();
  const directory = dirname(scratch.url.replace('sqlite:', ''));
  for (const path of [join(directory, 'inner', 'standby.sqlite'), join(directory, 'other name %41.sqlite')])
    await expect(openExistingDatabase(`sqlite:${path}`)).rejects.toThrow('SQLITE_CANTOPEN');
  expect(readdirSync(directory)).toEqual([]);
  await scratch.remove();
});
