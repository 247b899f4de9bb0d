import type { SessionTable } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { addAccount } from '../testing/process-on.js';
import { opened, rotated } from './session.js';
import { SessionStore } from './session.store.js';

const NOW = 1_790_000_000_000;
const RULES = { tokenTtlMs: 86_400_000, maxAgeMs: 864_000_000, graceMs: 30_000 };

const next = (session: SessionTable, token: string, now = NOW) => {
  const { family_digest, token_digest: former_digest } = session;
  const kept = {
    family_digest,
    former_digest,
    token_digest: token,
    sealed_token: `sealed ${token}`,
    network: '203.0.113.0/24',
  };
  return rotated(session, kept, RULES, now);
};

describeOnEachDatabase('SessionStore', (database) => {
  let store: SessionStore;
  /** The same, as another process has it. */
  let other: SessionStore;

  beforeEach(async () => {
    const connection = await database().open();
    for (const id of ['account', 'stranger']) await addAccount(connection, id);
    store = new SessionStore(connection);
    other = new SessionStore(await database().open());
  });

  const open = async (id: string, { now = NOW, account = 'account' } = {}): Promise<SessionTable> => {
    const fields = { id, account_id: account, client: null, network: null };
    const kept = { family_digest: `family of ${id}`, token_digest: `token of ${id}` };
    const session = opened(fields, kept, RULES, now);
    await store.put(session);
    return session;
  };
  const left = async (...ids: string[]) => {
    const found = await Promise.all(ids.map((id) => other.find(id)));
    return found.flatMap((session) => (session === undefined ? [] : [session.id]));
  };

  it('gives a session back as it was kept, by its id and by its family', async () => {
    const session = await open('a');
    expect(await other.find('a')).toEqual(session);
    expect(await other.findByFamily(['under a former key', 'family of a'])).toEqual(session);
    expect(await other.findByFamily(['family of nobody'])).toBeUndefined();
  });

  it('is gone with the transaction it was stored in', async () => {
    const connection = await database().open();
    const session = await open('a');
    const twin = { ...session, id: 'b', family_digest: 'family of b' };
    const failing = connection.transaction().execute(async (transaction) => {
      await store.put(twin, transaction);
      throw new Error('afterwards');
    });
    await expect(failing).rejects.toThrow('afterwards');
    await connection.transaction().execute((transaction) => store.put({ ...twin, id: 'c' }, transaction));
    expect(await left('a', 'b', 'c')).toEqual(['a', 'c']);
  });

  it('lets one of many concurrent callers put the next token in the place of the current one', async () => {
    const session = await open('a');
    const tokens = Array.from({ length: 50 }, (_, index) => `next ${index}`);
    const won = await Promise.all(
      tokens.map((token, index) => (index % 2 === 0 ? store : other).rotate(session, next(session, token))),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await other.find('a')).toEqual(next(session, tokens[won.indexOf(true)] ?? ''));
  });

  it('puts no token into a session that ended', async () => {
    const session = await open('a');
    await other.end('a', 'signed-out', NOW + 1);
    expect(await store.rotate(session, next(session, 'next'))).toBe(false);
    expect(await store.find('a')).toMatchObject({ status: 'signed-out', token_expires_at: NOW + 1 });
  });

  it('ends a session for every process, once, erases what is sealed, and leaves the others alone', async () => {
    const session = await open('a');
    const kept = await open('b');
    await store.rotate(session, next(session, 'next'));
    await store.end('a', 'signed-out', NOW);
    await other.end('a', 'revoked', NOW + 1);
    expect(await other.find('a')).toMatchObject({ status: 'signed-out', sealed_token: null });
    expect(await other.find('b')).toEqual(kept);
  });

  it('ends one session of an account, or all of them, and none of anybody else', async () => {
    for (const id of ['a', 'b', 'c']) await open(id);
    await open('theirs', { account: 'stranger' });
    expect(await store.endOf('account', 'theirs', NOW)).toBe(false);
    expect(await store.endOf('account', 'a', NOW)).toBe(true);
    expect(await store.endOf('account', 'a', NOW)).toBe(false);
    expect((await other.liveOf('account', NOW)).map(({ id }) => id)).toEqual(['b', 'c']);
    await store.endAllOf('account', NOW);
    expect(await other.liveOf('account', NOW)).toEqual([]);
    expect(await other.liveOf('stranger', NOW)).toHaveLength(1);
  });

  it('lists the sessions that can be used, the latest first', async () => {
    await open('old', { now: NOW - 1 });
    const lapsed = await open('lapsed', { now: NOW - RULES.tokenTtlMs });
    await open('new');
    expect(lapsed.token_expires_at).toBe(NOW);
    expect((await other.liveOf('account', NOW)).map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('erases sealed tokens by the time they were sealed', async () => {
    const [early, late] = [await open('early'), await open('late')];
    await store.rotate(early, next(early, 'early token', NOW + 1));
    await store.rotate(late, next(late, 'late token', NOW + 2));
    await Promise.all([store.unseal(NOW + 1), other.unseal(NOW + 1)]);
    expect(await other.find('early')).toMatchObject({ token_digest: 'early token', sealed_token: null });
    expect(await other.find('late')).toMatchObject({ sealed_token: 'sealed late token' });
  });

  it('forgets the sessions that nothing continues, and no others', async () => {
    await open('lapsed', { now: NOW - RULES.tokenTtlMs });
    await open('alive');
    await open('ended');
    await store.end('ended', 'revoked', NOW);
    await Promise.all([store.forget(NOW), other.forget(NOW)]);
    expect(await left('lapsed', 'alive', 'ended')).toEqual(['alive']);
  });

  it('has no sessions of an account that is gone', async () => {
    const connection = await database().open();
    await open('a');
    await connection.deleteFrom('accounts').where('id', '=', 'account').execute();
    expect(await left('a')).toEqual([]);
  });
});
