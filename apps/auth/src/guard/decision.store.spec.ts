import type { GuardDecisionTable } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { DecisionStore } from './decision.store.js';

const DECISION: GuardDecisionTable = {
  id: 'one',
  decided_at: 1_000,
  occasion: 'start',
  verdict: 'allow',
  effect: 'admitted',
  reasons: '[]',
  standing: 'new',
  country: 'GB',
  masked_number: '+********3456',
  number: 'n',
  prefix: 'p',
  address: 'a',
  challenge: 'c',
  message_id: null,
  cost_micros: 50_000,
  cost_source: 'estimate',
  verified_at: null,
};

describeOnEachDatabase('DecisionStore', (database) => {
  let store: DecisionStore;

  beforeEach(async () => {
    store = new DecisionStore(await database().open());
    await store.put({ ...DECISION, id: 'two', decided_at: 2_000, occasion: 'resend' });
    await store.put(DECISION);
    await store.put({ ...DECISION, id: 'refused', decided_at: 3_000, effect: 'refused' });
    await store.put({ ...DECISION, id: 'another', challenge: 'd', message_id: 'm3' });
    await store.noteMessage('one', 'm1', 50_000);
    await store.noteMessage('two', 'm2', 100_000);
  });

  it('marks what was sent for a challenge as verified, the oldest first, and none of it twice', async () => {
    const verified = await store.noteVerified('c', 5_000);
    expect(verified.map(({ id, verified_at }) => [id, verified_at])).toEqual([
      ['one', 5_000],
      ['two', 5_000],
    ]);
    expect(await store.noteVerified('c', 6_000)).toEqual([]);
    expect((await store.noteVerified('d', 6_000)).map(({ id }) => id)).toEqual(['another']);
  });

  it('notes what a message cost, unless somebody else did meanwhile', async () => {
    const known = await store.costOf('m1');
    expect(known).toEqual({ id: 'one', cost_micros: 50_000, decided_at: 1_000 });
    if (known === undefined) return;
    expect(await store.noteCost(known, { micros: 40_000, source: 'receipt' })).toBe(true);
    expect(await store.noteCost(known, { micros: 30_000, source: 'receipt' })).toBe(false);
    expect(await store.costOf('m1')).toMatchObject({ cost_micros: 40_000 });
    expect(await store.costOf('m2')).toMatchObject({ cost_micros: 100_000 });
    expect(await store.costOf('unknown')).toBeUndefined();
  });

  it('forgets what was decided before a time', async () => {
    await store.sweep(2_000);
    expect(await store.costOf('m1')).toBeUndefined();
    expect(await store.costOf('m2')).toBeDefined();
  });
});
