import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from './open-database.js';
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
