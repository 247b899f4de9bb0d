import { describeOnEachDatabase } from '@standby/database/testing';
import { expect, it } from 'vitest';
import { KeyRotation } from '../../apps/auth/src/signing/key-rotation.js';
import { MovedClock } from '../../apps/auth/src/testing/auth-app.js';
import { addAccount, processOn } from '../../apps/auth/src/testing/process-on.js';
import { AUTH_SECRET } from './families.js';
import { RotationLoad, startInstance } from './rotation-load.js';

const CLIENTS = 4;
const STEP_SECS = 90;
/** Two hours: the announcement and the change by the clock, those by hand, and the end of both old keys. */
const STEPS = 80;
const BY_HAND = 50;
const DAY_SECS = 86_400;

describeOnEachDatabase('a rotation of signing keys under load', (database) => {
  it('refuses no good token, here or elsewhere, by the clock or by hand', async () => {
    const clock = new MovedClock();
    const { url } = database();
    const instances = [await startInstance(url, clock), await startInstance(url, clock)];
    const connection = await database().open();
    await addAccount(connection, 'account');
    const { sessions } = processOn(connection, { clock, secrets: [AUTH_SECRET] });
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => sessions.open('account', {})));
    const load = new RotationLoad(
      instances,
      clock,
      clients.map(({ refreshToken }) => refreshToken),
    );

    clock.advance(DAY_SECS - 20 * STEP_SECS);
    for (let step = 0; step < STEPS; step += 1) {
      if (step === BY_HAND) await instances[0]?.app.get(KeyRotation).announce();
      await load.step(STEP_SECS);
    }
    expect(load.refusals).toEqual([]);
    expect(load.signed).toBe(CLIENTS * STEPS);
    expect(load.kids.size).toBe(3);
    await Promise.all(instances.map(({ app }) => app.close()));
  });
});
