import { type AccountTable, type Database, inTransaction } from '@standby/database';
import { describeOnPostgres } from '@standby/database/testing';
import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { AccountStore } from './account.store.js';

const accountUnder = (key: string, id: string): AccountTable => ({
  id,
  number_digest: `${key}.digest of ${id}`,
  number_key: key,
  sealed_number: 'sealed',
  created_at: 0,
  last_signed_in_at: 0,
});

describeOnPostgres('AccountStore', (scratch) => {
  let database: Database;
  let store: AccountStore;

  beforeEach(async () => {
    database = await scratch().open();
    store = new AccountStore(database);
    await store.put(accountUnder('a', 'first'));
    await store.put(accountUnder('b', 'second'));
    await database.deleteFrom('accounts').where('id', '=', 'first').execute();
  });

  const keys = async () => store.keysBesides(['none']);
  const somebodyWaits = async () => {
    const waiting = sql`select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return (await waiting.execute(database)).rows.length > 0;
  };
  /** Forgets a key while a transaction is under way, which ends once that waits for it, or did not. */
  const forgettingDuring = async (key: string, work: (during: AccountStore) => Promise<void>) => {
    const begun = await inTransaction(database, async (transaction) => {
      await work(new AccountStore(transaction));
      const forgotten: string[] = [];
      const forgetting = store.forgetKey(key).then(() => forgotten.push(key));
      while (forgotten.length === 0 && !(await somebodyWaits()));
      return { forgetting };
    });
    await begun.forgetting;
  };

  it('forgets a key that nothing is under, and no other', async () => {
    await store.forgetKey('a');
    await store.forgetKey('b');
    expect(await keys()).toEqual(['b']);
  });

  it('forgets no key that an account is just being opened under', async () => {
    await forgettingDuring('a', (during) => during.put(accountUnder('a', 'third')));
    expect((await keys()).toSorted()).toEqual(['a', 'b']);
  });

  it('forgets no key that a number is just being put under', async () => {
    const { number_digest, number_key, sealed_number } = accountUnder('a', 'second');
    const number = { number_digest, number_key, sealed_number };
    await forgettingDuring('a', (during) => during.rekey(accountUnder('b', 'second'), number, 0));
    expect((await keys()).toSorted()).toEqual(['a', 'b']);
  });

  it('lets accounts be opened at the same time', async () => {
    await inTransaction(database, async (transaction) => {
      await new AccountStore(transaction).put(accountUnder('a', 'third'));
      await store.put(accountUnder('a', 'fourth'));
    });
    expect((await store.underKey('a', '', 10)).map(({ id }) => id)).toEqual(['fourth', 'third']);
  });
});
