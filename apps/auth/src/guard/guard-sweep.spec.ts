import { DATABASE, type Database } from '@standby/database';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { GuardSweep } from './guard-sweep.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ GUARD_LOG_DAYS: '3' });
});

afterEach(() => auth.app.close());

const kept = () => auth.app.get<Database>(DATABASE).selectFrom('guard_decisions').selectAll().execute();

it('keeps decisions for as many days as it is told to', async () => {
  await auth.start();
  const sweep = auth.app.get(GuardSweep);
  auth.clock.advance(3 * 86_400);
  await sweep.sweep();
  expect(await kept()).toHaveLength(1);
  auth.clock.advance(1);
  await sweep.sweep();
  expect(await kept()).toEqual([]);
});
