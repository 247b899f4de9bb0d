import { Logger } from '@nestjs/common';
import type { Database } from '@standby/database';
import { describeOnEachDatabase, describeOnPostgres } from '@standby/database/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { Problem } from '../http/problem.js';
import { MovedClock } from '../testing/auth-app.js';
import { addAccount, type ProcessTerms, processOn } from '../testing/process-on.js';
import { RefreshTokens } from './refresh-tokens.js';
import { rotated } from './session.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

const OLD = 'a secret of the tests';
const NEW = 'the secret that replaced it';

let clock: MovedClock;
let connection: Database;

const start = async (database: Database, terms: Partial<ProcessTerms> = {}) =>
  processOn(database, { clock, secrets: [OLD], ...terms });

async function prepare(database: Database): Promise<void> {
  clock = new MovedClock();
  connection = database;
  await addAccount(connection, 'account');
}

describeOnEachDatabase('SessionsService', (database) => {
  beforeEach(async () => prepare(await database().open()));

  it('opens a session as a part of somebody’s transaction, and gives its tokens afterwards', async () => {
    const { sessions, check } = await start(connection);
    const opened = await connection
      .transaction()
      .execute((transaction) => sessions.open('account', { name: 'Firefox' }, transaction));
    const { accessToken, refreshToken } = await sessions.tokensOf(opened);
    expect(await check.bearerOf(accessToken)).toEqual({
      accountId: 'account',
      sessionId: opened.session.id,
    });
    expect((await sessions.refresh(refreshToken)).refreshToken).not.toBe(refreshToken);
  });

  it('leaves nothing of a session whose transaction fails', async () => {
    const { sessions, store } = await start(connection);
    const failing = connection.transaction().execute(async (transaction) => {
      await sessions.open('account', {}, transaction);
      throw new Error('afterwards');
    });
    await expect(failing).rejects.toThrow('afterwards');
    expect(await store.liveOf('account', clock.now())).toEqual([]);
  });

  it('goes on under a new secret while the former is given, and needs the former no more after one refresh', async () => {
    const before = await start(connection);
    const { refreshToken } = await before.sessions.open('account', {});
    const first = await before.sessions.refresh(refreshToken);
    const changing = await start(connection, { secrets: [NEW, OLD] });
    expect((await changing.sessions.refresh(refreshToken)).refreshToken).toBe(first.refreshToken);
    const second = await changing.sessions.refresh(first.refreshToken);
    const after = await start(connection, { secrets: [NEW] });
    expect((await after.sessions.refresh(first.refreshToken)).refreshToken).toBe(second.refreshToken);
    expect((await after.sessions.refresh(second.refreshToken)).refreshToken).not.toBe(second.refreshToken);
  });

  it('keeps no token that could be used, sealed for the grace apart', async () => {
    const { sessions } = await start(connection);
    const { refreshToken } = await sessions.open('account', {});
    const next = await sessions.refresh(refreshToken);
    const stored = JSON.stringify(await connection.selectFrom('sessions').selectAll().execute());
    for (const token of [refreshToken, next.refreshToken])
      for (const part of [token.slice(0, 24), token.slice(24)]) expect(stored).not.toContain(part);
  });

  it('tells the log of a reuse, and keeps every token out of it', async () => {
    const { sessions } = await start(connection);
    const { session, refreshToken } = await sessions.open('account', {});
    const next = await sessions.refresh(refreshToken);
    const last = await sessions.refresh(next.refreshToken);
    const warn = vi.spyOn(Logger.prototype, 'warn');
    await expect(sessions.refresh(refreshToken)).rejects.toMatchObject({ code: 'refresh-token-invalid' });
    const lines = JSON.stringify(warn.mock.calls);
    warn.mockRestore();
    expect(lines).toContain(session.id);
    for (const token of [refreshToken, next.refreshToken, last.refreshToken, last.accessToken])
      expect(lines).not.toContain(token.slice(0, 24));
  });

  it('refuses what is no token of ours without asking the database', async () => {
    const { sessions } = await start(connection);
    await connection.destroy();
    await expect(sessions.refresh('short')).rejects.toThrow(Problem);
  });

  it('believes no access token of one’s own session for another account', async () => {
    const { sessions, tokens, check } = await start(connection);
    const { session } = await sessions.open('account', {});
    const forged = await tokens.sign({ accountId: 'victim', sessionId: session.id }, session.expires_at);
    expect(await check.bearerOf(forged.accessToken)).toBeUndefined();
  });
});

describeOnPostgres('a refresh on PostgreSQL', (database) => {
  beforeEach(async () => prepare(await database().open()));

  it('that comes before the winner’s is stored waits for it, and gets the same token', async () => {
    const winner = await start(connection);
    const loser = await start(await database().open());
    const { session, refreshToken } = await winner.sessions.open('account', {});
    const tokens = new RefreshTokens(winner.keyRing);
    const next = tokens.issue(tokens.parse(refreshToken)?.family);
    const kept = { ...next.kept, former_digest: session.token_digest, network: null };
    const rules = { tokenTtlMs: 1e9, maxAgeMs: 1e9, graceMs: 30_000 };
    const { id, ...to } = rotated(session, kept, rules, clock.now());
    const isWaiting = sql<{ waiting: number }>`select count(*) as waiting from pg_locks where not granted`;

    const { waiting, seen } = await connection.transaction().execute(async (transaction) => {
      await transaction.updateTable('sessions').set(to).where('id', '=', id).execute();
      const answers = [1, 2, 3].map(() => loser.sessions.refresh(refreshToken));
      await expect
        .poll(async () => (await isWaiting.execute(transaction)).rows[0]?.waiting)
        .toBeGreaterThanOrEqual(3);
      return { waiting: answers, seen: await winner.store.find(id) };
    });
    expect(seen).toEqual(session);
    for (const answer of await Promise.all(waiting)) expect(answer.refreshToken).toBe(next.token);
    expect(await loser.store.find(id)).toMatchObject({ status: 'live' });
  });
});
