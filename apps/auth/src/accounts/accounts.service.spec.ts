import { Logger } from '@nestjs/common';
import { type Database, inTransaction } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it, vi } from 'vitest';
import { Chores } from '../chores.js';
import { KeyRing } from '../keys/key-ring.js';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { MovedClock, PHONE_NUMBER } from '../testing/auth-app.js';
import { AccountStore } from './account.store.js';
import { AccountsService } from './accounts.service.js';
import { NumberRekeying } from './number-rekeying.js';

const [OLD, NEW] = ['the old secret', 'the new secret'];
const OTHER_NUMBER = '+447400900456';

Logger.overrideLogger(false);

describeOnEachDatabase('AccountsService', (database) => {
  /** Two connections, as two processes have them. */
  let connections: Database[];

  beforeEach(async () => {
    connections = [await database().open(), await database().open()];
  });

  /** The accounts as one process has them, by its secrets. */
  const processWith = (index: number, ...secrets: [string, ...string[]]) => {
    const connection = connections[index % connections.length];
    if (connection === undefined) throw new Error('The connections are opened before each test.');
    const numbers = new NumbersAtRest(new KeyRing(...secrets));
    const store = new AccountStore(connection);
    const accounts = new AccountsService(store, numbers, new MovedClock());
    return {
      signIn: (phoneNumber = PHONE_NUMBER) =>
        inTransaction(connection, (transaction) =>
          accounts.signedIn(numbers.known(phoneNumber), transaction),
        ),
      find: (id: string) => accounts.find(id),
      sweep: () =>
        new NumberRekeying(store, accounts, numbers, { note() {} }, new Chores()).sweep(
          new AbortController().signal,
        ),
      forget: (key: string) => store.forgetKey(key),
    };
  };
  const rows = async () => (await connections[0]?.selectFrom('accounts').selectAll().execute()) ?? [];
  /** Fifty first sign-ins at once, by processes that take turns. */
  const fiftyAt = (processes: readonly ReturnType<typeof processWith>[]) =>
    Promise.allSettled(
      Array.from({ length: 50 }, async (_, index) => processes[index % processes.length]?.signIn()),
    );
  const accountIdsOf = (outcomes: Awaited<ReturnType<typeof fiftyAt>>) =>
    new Set(outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value?.account.id] : [])));

  it('makes one account of a number, of however many first sign-ins at once', async () => {
    const outcomes = await fiftyAt([processWith(0, OLD), processWith(1, OLD)]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    const opened = outcomes.filter((one) => one.status === 'fulfilled' && one.value?.was === 'opened');
    expect(opened).toHaveLength(1);
    expect(accountIdsOf(outcomes).size).toBe(1);
    for (const id of accountIdsOf(outcomes))
      expect(await processWith(1, OLD).find(id ?? '')).toMatchObject({ id, phoneNumber: PHONE_NUMBER });
  });

  it('makes another account of another number, and finds none that nobody opened', async () => {
    const here = processWith(0, OLD);
    const [one, two] = [await here.signIn(), await here.signIn(OTHER_NUMBER)];
    expect(one.account.id).not.toBe(two.account.id);
    expect(one.account.createdAt).toBe(new Date(new MovedClock().time).toISOString());
    expect(await here.find('unknown')).toBeUndefined();
  });

  it('keeps no number that can be read, and none that can be moved to another account', async () => {
    const { account } = await processWith(0, OLD).signIn();
    const { account: other } = await processWith(0, OLD).signIn(OTHER_NUMBER);
    const [row, ...rest] = (await rows()).filter(({ id }) => id === account.id);
    expect(rest).toEqual([]);
    expect(JSON.stringify(row)).not.toContain(PHONE_NUMBER.slice(3));
    await connections[0]
      ?.updateTable('accounts')
      .set({ sealed_number: row?.sealed_number ?? '' })
      .where('id', '=', other.id)
      .execute();
    await expect(processWith(0, OLD).find(other.id)).rejects.toThrow('altered');
  });

  it('makes one account of a number while processes go by different secrets, whoever of them comes first', async () => {
    const outcomes = await fiftyAt([processWith(0, OLD, NEW), processWith(1, NEW, OLD)]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(accountIdsOf(outcomes).size).toBe(1);
    expect(await rows()).toHaveLength(1);
  });

  it('refuses rather than make a second account where a process does not know the newer secret', async () => {
    const outcomes = await fiftyAt([processWith(0, OLD), processWith(1, NEW, OLD)]);
    expect(await rows()).toHaveLength(1);
    expect(accountIdsOf(outcomes).size).toBe(1);
    const refusals = outcomes.filter((one) => one.status === 'rejected').map(({ reason }) => reason.code);
    expect(new Set([...refusals, 'unavailable'])).toEqual(new Set(['unavailable']));
  });

  it('opens no account while it knows nothing of the secret that others are under', async () => {
    await processWith(0, OLD).signIn();
    await expect(processWith(0, NEW).signIn(OTHER_NUMBER)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await rows()).toHaveLength(1);
  });

  it('shows no account whose number is under a key that is not known here, and tells which key it is', async () => {
    const { account } = await processWith(0, OLD).signIn();
    const told = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    await expect(processWith(0, NEW).find(account.id)).rejects.toMatchObject({ code: 'unavailable' });
    const [row] = await rows();
    expect(told.mock.calls).toEqual([[expect.objectContaining({ keys: [row?.number_key] })]]);
    told.mockRestore();
    expect(await processWith(0, NEW, OLD).find(account.id)).toEqual(account);
  });

  it('puts a number under the current key at the next sign-in', async () => {
    const { account } = await processWith(0, OLD).signIn();
    const [before] = await rows();
    expect(await processWith(0, NEW, OLD).signIn()).toEqual({ account, was: 'known' });
    const [after] = await rows();
    expect(after?.number_key).not.toBe(before?.number_key);
    // Whoever has dropped the former secret finds it too.
    expect(await processWith(0, NEW).signIn()).toEqual({ account, was: 'known' });
    expect(await processWith(0, NEW).find(account.id)).toEqual(account);
  });

  it('puts every number under the current key in a sweep, counts what is left, and then needs no former key', async () => {
    const numbers = Array.from({ length: 210 }, (_, index) => `+44740090${1000 + index}`);
    await Promise.all(numbers.map((number) => processWith(0, OLD).signIn(number)));
    const [someone] = await rows();
    await connections[0]
      ?.updateTable('accounts')
      .set({ sealed_number: 'altered' })
      .where('id', '=', someone?.id ?? '')
      .execute();
    const sweeping = processWith(1, NEW, OLD);
    expect(await sweeping.sweep()).toEqual({ rekeyed: 209, former: 1, unknown: 0 });
    expect(await sweeping.sweep()).toEqual({ rekeyed: 0, former: 1, unknown: 0 });
    expect(await processWith(0, NEW).sweep()).toEqual({ rekeyed: 0, former: 0, unknown: 1 });

    await sweeping.forget(someone?.number_key ?? '');
    await expect(processWith(0, NEW).signIn(OTHER_NUMBER)).rejects.toMatchObject({ code: 'unavailable' });
    await connections[0]
      ?.deleteFrom('accounts')
      .where('id', '=', someone?.id ?? '')
      .execute();
    await sweeping.forget(someone?.number_key ?? '');
    expect(await processWith(0, NEW).signIn(OTHER_NUMBER)).toMatchObject({ was: 'opened' });
  });
});
