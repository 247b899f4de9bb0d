import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { KeyRing } from '../keys/key-ring.js';
import { NumbersAtRest } from '../keys/numbers-at-rest.js';
import { MovedClock, PHONE_NUMBER } from '../testing/auth-app.js';
import { ConfirmedDevices } from './confirmed-devices.js';

const CONFIG = Object.assign(new ChallengesConfig(), { DEVICE_TOKEN_TTL_SECS: 1 });
const KEYS = new KeyRing('the old secret');
const STRANGER = { device_digest: null };

/** The number, found by whatever keys, and still under the one of its account. */
function knownTo(ring: KeyRing) {
  const [formerly] = new NumbersAtRest(KEYS).known(PHONE_NUMBER).digests;
  const { e164, digests } = new NumbersAtRest(ring).known(PHONE_NUMBER);
  return { e164, digests: [formerly, ...digests] as const };
}

describeOnEachDatabase('ConfirmedDevices', (scratch) => {
  const clock = new MovedClock();
  const number = new NumbersAtRest(KEYS).known(PHONE_NUMBER);
  const other = new NumbersAtRest(KEYS).known('+447400900456');
  let database: Database;
  let devices: ConfirmedDevices;

  beforeEach(async () => {
    database = await scratch().open();
    devices = new ConfirmedDevices(database, KEYS, CONFIG, clock);
    const account = { number_key: 'key', sealed_number: 'sealed', created_at: 1, last_signed_in_at: 1 };
    await database
      .insertInto('accounts')
      .values([
        { id: 'a', number_digest: number.digests[0], ...account },
        { id: 'b', number_digest: other.digests[0], ...account },
      ])
      .execute();
  });

  it('recognises a device for the number it was confirmed for, and keeps its token as a digest', async () => {
    const token = await devices.confirm(STRANGER, 'a', database);
    expect(await devices.recognise(token, number)).toMatch(/^[0-9a-f]{8}\./);
    expect(await devices.recognise(token, other)).toBeUndefined();
    expect(await devices.recognise(undefined, number)).toBeUndefined();
    const rows = await database.selectFrom('confirmed_devices').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('renews the device that asked, and not for another account', async () => {
    const token = await devices.confirm(STRANGER, 'a', database);
    const digest = await devices.recognise(token, number);
    clock.advance(0.9);
    expect(await devices.confirm({ device_digest: digest ?? '' }, 'a', database)).toBeUndefined();
    expect(await devices.confirm({ device_digest: digest ?? '' }, 'b', database)).toBeDefined();
    clock.advance(0.9);
    expect(await devices.recognise(token, number)).toBe(digest);
    clock.advance(0.2);
    expect(await devices.recognise(token, number)).toBeUndefined();
  });

  it('recognises a token given out under a former secret, and puts it under the current one', async () => {
    const token = await devices.confirm(STRANGER, 'a', database);
    const rotated = new KeyRing('the new secret', 'the old secret');
    const after = new ConfirmedDevices(database, rotated, CONFIG, clock);
    expect(await after.recognise(token, knownTo(rotated))).toBe(rotated.deviceTokens.of(token ?? ''));
    const dropped = new KeyRing('the new secret');
    const last = new ConfirmedDevices(database, dropped, CONFIG, clock);
    expect(await last.recognise(token, knownTo(dropped))).toBeDefined();
  });

  it('forgets all devices of an account at once, and each when its time is over', async () => {
    const [mine, theirs] = [
      await devices.confirm(STRANGER, 'a', database),
      await devices.confirm(STRANGER, 'b', database),
    ];
    await devices.forgetAll('a');
    expect(await devices.recognise(mine, number)).toBeUndefined();
    expect(await devices.recognise(theirs, other)).toBeDefined();
    await devices.sweep(clock.now() + 1_000);
    expect(await database.selectFrom('confirmed_devices').selectAll().execute()).toEqual([]);
  });
});
