import { once } from 'node:events';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.js';
import { describeOnPostgres } from './testing/describe-on-each-database.js';

const UNAVAILABLE = { name: 'DatabaseUnavailableError' };

describeOnPostgres('the pool of connections on PostgreSQL', (scratch) => {
  it('opens no more connections than it may, and serves all who wait', async () => {
    const database = await scratch().open({ poolSize: 3 });
    const ask = sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.002)`;
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask.execute(database)));
    expect(new Set(answers.map(({ rows }) => rows[0]?.pid)).size).toBeLessThanOrEqual(3);
  });

  it('does not wait longer than it may for a connection that others hold', async () => {
    const database = await scratch().open({ poolSize: 1, connectTimeoutMs: 1000 });
    await database.connection().execute(async () => {
      await expect(sql`select 1`.execute(database)).rejects.toMatchObject(UNAVAILABLE);
    });
    expect((await sql`select 1`.execute(database)).rows).toHaveLength(1);
  });

  it('gives up a statement that takes longer than it may, and goes on with the next', async () => {
    const database = await scratch().open({ poolSize: 1, statementTimeoutMs: 50 });
    await expect(sql`select pg_sleep(60)`.execute(database)).rejects.toMatchObject({
      ...UNAVAILABLE,
      reason: '57014',
    });
    expect((await sql`select 1`.execute(database)).rows).toHaveLength(1);
  });

  it('gives up a connection that has fallen silent, and asks on another', async () => {
    const database = await scratch().open({ poolSize: 1, statementTimeoutMs: 50 });
    const ask = sql<{ pid: number }>`select pg_backend_pid() as pid`;
    const pid = (await ask.execute(database)).rows[0]?.pid ?? Number.NaN;
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(ask.execute(database)).rejects.toMatchObject(UNAVAILABLE);
      expect((await ask.execute(database)).rows).not.toEqual([{ pid }]);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('does not go on in plain when it is told to encrypt', async () => {
    const opening = openDatabase(`${scratch().url}?sslmode=require`);
    await expect(opening).rejects.toMatchObject({ ...UNAVAILABLE, reason: expect.stringMatching(/SSL/) });
  });

  it('survives the loss of a connection in the middle of a transaction, and undoes it', async () => {
    const database = await scratch().open();
    const cut = database.transaction().execute(async (transaction) => {
      const names = {
        key_digest: 'lost',
        fingerprint: '',
        holder: '',
        status: 'settled',
        outcome: '',
      } as const;
      const row = { ...names, lease_ends_at: 0, expires_at: 0 };
      await transaction.insertInto('sms_outcomes').values(row).execute();
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid}, 1000)`.execute(database);
      await transaction.selectFrom('sms_outcomes').selectAll().execute();
    });
    await expect(cut).rejects.toMatchObject(UNAVAILABLE);
    expect(await database.selectFrom('sms_outcomes').selectAll().execute()).toEqual([]);
  });

  it('refuses a bigint that no number holds, rather than round it', async () => {
    const database = await scratch().open();
    const read = (value: bigint) => sql<{ n: number }>`select ${value}::bigint as n`.execute(database);
    expect((await read(BigInt(Number.MAX_SAFE_INTEGER))).rows).toEqual([{ n: Number.MAX_SAFE_INTEGER }]);
    await expect(read(2n ** 53n)).rejects.toThrow(RangeError);
  });

  it('keeps the password and the row out of what it throws', async () => {
    const url = new URL(scratch().url);
    url.password = 'hidden';
    const refused = await openDatabase(url.href).catch((error: unknown) => error);
    expect(refused).toMatchObject({ ...UNAVAILABLE, reason: '28P01' });
    const database = await scratch().open();
    const numbers = { number_digest: 'hidden', number_key: 'key', sealed_number: 'hidden' };
    const account = { id: 'a', ...numbers, created_at: 0, last_signed_in_at: 0 };
    await database.insertInto('accounts').values(account).execute();
    const twin = database
      .insertInto('accounts')
      .values({ ...account, id: 'b' })
      .execute();
    const taken = await twin.catch((error: unknown) => error);
    expect(taken).toMatchObject({ name: 'DatabaseStatementError', code: '23505' });
    for (const error of [refused, taken]) {
      expect(error).not.toHaveProperty('cause');
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hidden');
    }
  });
});

describe('a PostgreSQL server', () => {
  it('that is not there is unavailable', async () => {
    const opening = openDatabase('postgres://u:hidden@127.0.0.1:1/d');
    await expect(opening).rejects.toMatchObject({ ...UNAVAILABLE, reason: 'ECONNREFUSED' });
  });

  it('that takes connections and says nothing is given up', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const opening = openDatabase(`postgres://u:hidden@127.0.0.1:${port}/d`, { connectTimeoutMs: 50 });
    await expect(opening).rejects.toMatchObject(UNAVAILABLE);
    silent.close();
  });
});
