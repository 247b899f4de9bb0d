import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase, openExistingDatabase } from '@standby/database';
import { describeOnEachDatabase, newSqliteDatabase } from '@standby/database/testing';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { codeBlocksOf, readPage, sectionOf } from '../docs/page.js';
import { startAuth } from '../support/running-auth.js';
import { SignInClient } from '../support/sign-in-client.js';

const SECRET = 'kU3v8ZqW0rTn5YbJ1xLhP7dGfS2mCeA9iOoQ4tRw6X';
const PROGRAM = join(import.meta.dirname, '..', '..', 'apps', 'auth', 'dist', 'audit-verify.js');

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs the program as an operator would. */
function verifyIn(variables: Record<string, string>, anchors: readonly string[] = []): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...variables };
    execFile(process.execPath, [PROGRAM, ...anchors], { env, cwd: '/' }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: `${stdout}${stderr}` });
    });
  });
}

/** Files in the directory of a SQLite database, or tables of one on a server. */
async function whatIsAt(url: string): Promise<readonly string[]> {
  const directory = dirname(url.replace('sqlite:', ''));
  if (url.startsWith('sqlite:')) return existsSync(directory) ? readdirSync(directory) : [];
  const connection = await openExistingDatabase(url);
  const tables = sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'`;
  const { rows } = await tables.execute(connection);
  await connection.destroy();
  return rows.map(({ name }) => name);
}

describeOnEachDatabase('npm run audit-log:verify', (database) => {
  const verify = (anchors?: readonly string[]) =>
    verifyIn({ AUTH_SECRET: SECRET, DATABASE_URL: database().url }, anchors);
  const signInOnce = async () => {
    const auth = await startAuth({ AUTH_SECRET: SECRET, DATABASE_URL: database().url });
    const client = new SignInClient(auth.url);
    const { body } = await client.ask('+447400123456');
    await client.verify(body.challengeId, '000000');
    await auth.close();
  };

  it('says that the log is whole, and then what was done to it', async () => {
    await signInOnce();
    const whole = await verify();
    expect(whole).toMatchObject({ code: 0, output: expect.stringContaining('Nothing was changed') });
    const [, anchor = ''] = /the last is (\S+)/.exec(whole.output) ?? [];
    expect(await verify([anchor])).toMatchObject({ code: 0 });
    expect((await verify([`1:${anchor.split(':')[1]}`])).output).toContain('did not always end as it does');

    const connection = await openDatabase(database().url);
    await connection.updateTable('audit_records').set({ record: '{}' }).where('seq', '=', 2).execute();
    await connection.deleteFrom('audit_records').where('seq', '=', 1).execute();
    await connection.destroy();
    const broken = await verify();
    expect(broken.code).toBe(1);
    expect(broken.output).toContain('record 1 is missing');
  });

  it('tells of a forgery that the service has written on, until the log is begun anew as the docs say', async () => {
    await signInOnce();
    const connection = await openDatabase(database().url);
    await connection.updateTable('audit_chain').set({ head_hash: 'forged' }).execute();
    await signInOnce();
    const forged = await verify();
    expect(forged).toMatchObject({ code: 1, output: expect.stringContaining('nothing is proven') });

    const [script = ''] = codeBlocksOf(sectionOf(readPage('docs/operations.md'), '## The audit log'), 'sql');
    const statements = script.split(';').map((statement) => statement.trim());
    expect(statements.splice(0, 1).concat(statements.splice(-2))).toEqual(['begin', 'commit', '']);
    for (const statement of statements) await sql.raw(statement).execute(connection);
    await connection.destroy();
    await signInOnce();
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('leaves with 2 when it could not look', async () => {
    expect(await verify(['nonsense'])).toMatchObject({ code: 2, output: expect.stringContaining('<seq>') });
  });

  it('leaves with 2 where nothing is, and leaves nothing there', async () => {
    expect(await verify()).toMatchObject({
      code: 2,
      output: expect.not.stringContaining('Nothing was changed'),
    });
    expect(await whatIsAt(database().url)).toEqual([]);
  });
});

describe('npm run audit-log:verify', () => {
  it('makes no secret where none is kept', async () => {
    const scratch = await newSqliteDatabase();
    await (await scratch.open()).destroy();
    const { code, output } = await verifyIn({ DATABASE_URL: scratch.url });
    expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining('AUTH_SECRET') });
    expect(await whatIsAt(scratch.url)).toEqual(['standby.sqlite']);
    await scratch.remove();
  });
});
