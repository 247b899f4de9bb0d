import { Logger } from '@nestjs/common';
import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { MovedClock } from '../testing/auth-app.js';
import { SigningKeys } from './signing-keys.js';

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

const keysOn = (database: Database, secret = 'a secret of the tests') =>
  new SigningKeys(database, new KeyRing(secret), new MovedClock());

describeOnEachDatabase('SigningKeys', (database) => {
  it('finds the key again after a restart', async () => {
    const { kid } = await keysOn(await database().open()).current();
    await database().close();
    const again = keysOn(await database().open());
    expect((await again.current()).kid).toBe(kid);
    expect(await again.publicKeyOf(kid)).toBeDefined();
  });

  it('publishes the key of each of two first starts at once, and both then choose the same', async () => {
    const [one, two] = [await database().open(), await database().open()];
    const kids = await Promise.all(
      [keysOn(one), keysOn(two)].map(async (keys) => (await keys.current()).kid),
    );
    const published = (await keysOn(one).publicKeys()).keys.map(({ kid }) => kid);
    expect(new Set(published)).toEqual(new Set(kids));
    expect((await keysOn(one).current()).kid).toBe((await keysOn(two).current()).kid);
  });

  it('knows no key of a name that is none, whatever is in it', async () => {
    const keys = keysOn(await database().open());
    for (const kid of ['', '\0', "' or 1=1 --", 'x'.repeat(43), '\ud800'])
      expect(await keys.publicKeyOf(kid)).toBeUndefined();
  });

  it('makes a new key under a new secret, and still publishes the old', async () => {
    const connection = await database().open();
    const old = await keysOn(connection).current();
    const changed = keysOn(connection, 'another secret of the tests');
    expect((await changed.current()).kid).not.toBe(old.kid);
    expect((await changed.publicKeys()).keys).toHaveLength(2);
  });
});
