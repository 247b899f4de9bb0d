import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { SessionStore } from './session.store.js';

const NOW = 1_790_000_000_000;
const DAY_MS = 86_400_000;

describeOnEachDatabase('SessionStore', (database) => {
  let store: SessionStore;
  /** The same, as another process has it. */
  let other: SessionStore;

  beforeEach(async () => {
    const connection = await database().open();
    await connection
      .insertInto('accounts')
      .values({
        id: 'account',
        number_digest: 'digest',
        number_key: 'key',
        sealed_number: 'sealed',
        created_at: NOW,
        last_signed_in_at: NOW,
      })
      .execute();
    store = new SessionStore(connection);
    other = new SessionStore(await database().open());
  });

  const open = async (id: string, created = NOW) => {
    const session = { id, account_id: 'account', status: 'live', created_at: created } as const;
    await store.put(session);
    return session;
  };
  const give = (digest: string, session: string, expires = NOW + DAY_MS) =>
    store.putToken({ digest, session_id: session, created_at: NOW, expires_at: expires, used_at: null });

  it('lets one of many concurrent callers use a token', async () => {
    await open('a');
    await give('token', 'a');
    const uses = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? store : other).useToken('token', NOW)),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
    expect(await other.findToken(['token'])).toMatchObject({ used_at: NOW });
  });

  it('ends a session for every process, once, and leaves the others alone', async () => {
    await open('a');
    const left = await open('b');
    await store.end('a', 'signed-out');
    await other.end('a', 'revoked');
    expect(await other.findLive('a')).toBeUndefined();
    expect(await other.findLive('b')).toEqual(left);
  });

  it('gives a token back as it was kept, and none that was not', async () => {
    await open('a');
    await give('token', 'a');
    expect(await other.findToken(['token'])).toEqual({
      digest: 'token',
      session_id: 'a',
      created_at: NOW,
      expires_at: NOW + DAY_MS,
      used_at: null,
    });
    expect(await other.findToken(['unknown'])).toBeUndefined();
  });

  it('forgets expired tokens and the sessions they leave, but no session just opened', async () => {
    for (const id of ['expired', 'alive']) await open(id, NOW - DAY_MS);
    await open('newborn', NOW);
    await give('old', 'expired', NOW);
    await give('new', 'alive');
    await Promise.all([store.sweep(NOW), other.sweep(NOW)]);
    const left = await Promise.all(['expired', 'alive', 'newborn'].map((id) => store.findLive(id)));
    expect(left.map((session) => session?.id)).toEqual([undefined, 'alive', 'newborn']);
    expect(await store.findToken(['old'])).toBeUndefined();
  });
});
