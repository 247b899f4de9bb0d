import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { MovedClock, PHONE_NUMBER } from '../testing/auth-app.js';
import { AccountsService } from './accounts.service.js';

describeOnEachDatabase('AccountsService', (database) => {
  /** The same accounts, as two processes have them. */
  let processes: AccountsService[];

  beforeEach(async () => {
    const connections = [await database().open(), await database().open()];
    processes = connections.map((connection) => new AccountsService(connection, new MovedClock()));
  });

  const signInAt = async (index: number, phoneNumber = PHONE_NUMBER) =>
    processes[index % processes.length]?.signedIn(phoneNumber);

  it('makes one account of a number, of however many first sign-ins at once', async () => {
    const accounts = await Promise.all(Array.from({ length: 50 }, (_, index) => signInAt(index)));
    const ids = new Set(accounts.map((account) => account?.id));
    expect(ids.size).toBe(1);
    for (const id of ids) expect(await processes[1]?.find(id ?? '')).toEqual(accounts[0]);
  });

  it('makes another account of another number, and finds none that nobody opened', async () => {
    const [one, two] = [await signInAt(0), await signInAt(0, '+447400900456')];
    expect(one?.id).not.toBe(two?.id);
    expect(one?.createdAt).toBe(new Date(new MovedClock().time).toISOString());
    expect(await processes[0]?.find('unknown')).toBeUndefined();
  });
});
