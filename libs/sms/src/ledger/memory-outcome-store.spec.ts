import { beforeEach, describe, expect, it } from 'vitest';
import { describeOutcomeStore } from '../testing/describe-outcome-store.js';
import { MemoryOutcomeStore } from './memory-outcome-store.js';
import type { Outcome } from './outcome.js';

let shared: MemoryOutcomeStore;

beforeEach(() => {
  shared = new MemoryOutcomeStore();
});

describeOutcomeStore('MemoryOutcomeStore', async () => shared);

const UNKNOWN: Outcome = {
  result: 'sent',
  message: {
    id: 'message-1',
    status: 'unknown',
    provider: 'first',
    segments: 1,
    route: ['first'],
    routeReason: 'configured-order',
    attempts: [],
  },
};
const claim = {
  fingerprint: 'abc',
  holder: 'one',
  now: 0,
  leaseEndsAt: 10,
  expiresAt: 100,
  ifLost: UNKNOWN,
};

describe('MemoryOutcomeStore', () => {
  it('makes room by forgetting the oldest settled key, never one that is being sent under', async () => {
    const store = new MemoryOutcomeStore(3);
    for (const key of ['sending', 'older', 'newer']) await store.claim(key, claim);
    await store.settle('newer', 'one', UNKNOWN);
    await store.settle('older', 'one', UNKNOWN);
    await store.claim('latest', claim);
    const answers = ['sending', 'newer', 'latest'].map(async (key) => (await store.claim(key, claim)).claim);
    expect(await Promise.all(answers)).toEqual(['pending', 'settled', 'pending']);
    expect(await store.claim('older', claim)).toEqual({ claim: 'won' });
  });
});
