import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../ledger/outcome.js';
import type { OutcomeStore, SendClaim } from '../ledger/outcome-store.js';

const KEY = 'a'.repeat(64);
const NOW = Date.UTC(2030, 0, 1);
const LEASE_MS = 20_000;
const WINDOW_MS = 86_400_000;

const WAY = { route: ['first', 'second'], routeReason: 'configured-order' } as const;
const message = { id: 'message-1', provider: 'first', segments: 2, ...WAY } as const;
const LOST: Outcome = { result: 'sent', message: { ...message, status: 'unknown', attempts: [] } };
const attempt = { provider: 'first', reason: 'first-choice', tookMs: 12.5 } as const;
const ACCEPTED: Outcome = {
  result: 'sent',
  message: {
    ...message,
    status: 'accepted',
    providerMessageId: 'provider-1',
    attempts: [{ ...attempt, outcome: 'accepted', maybeSent: true }],
  },
};
const UNDELIVERABLE: Outcome = {
  result: 'undeliverable',
  failures: [{ kind: 'ambiguous', provider: 'first', code: '500', httpStatus: 500, retryAfterMs: 1000 }],
  messageId: 'message-1',
  ...WAY,
  attempts: [{ ...attempt, outcome: 'ambiguous', maybeSent: true, code: '500' }],
};

const claimOf = (holder: string, now = NOW, fingerprint = 'abc'): SendClaim => ({
  fingerprint,
  holder,
  now,
  leaseEndsAt: now + LEASE_MS,
  expiresAt: now + WINDOW_MS,
  ifLost: LOST,
});

/**
 * Declares the tests that every outcome store passes. Call it in a spec file of vitest.
 *
 * @param open gives a store for each test, empty; called again in the same test, another connection to the same store
 */
export function describeOutcomeStore(name: string, open: () => Promise<OutcomeStore>): void {
  describe(`${name} as an outcome store`, () => {
    let store: OutcomeStore;

    beforeEach(async () => {
      store = await open();
    });

    it('gives a free key to the first who claims it, and tells the rest who is sending', async () => {
      expect(await store.claim(KEY, claimOf('one'))).toEqual({ claim: 'won' });
      const pending = { claim: 'pending', leaseEndsAt: NOW + LEASE_MS, ifLost: LOST };
      expect(await store.claim(KEY, claimOf('two', NOW + 1))).toEqual(pending);
      expect(await store.claim('b'.repeat(64), claimOf('three'))).toEqual({ claim: 'won' });
    });

    it('lets one of many concurrent claims through, over any number of connections', async () => {
      const stores = [store, await open(), await open()];
      const claims = stores.flatMap((connection, which) =>
        Array.from({ length: 10 }, (_, index) => connection.claim(KEY, claimOf(`holder-${which}-${index}`))),
      );
      const answers = (await Promise.all(claims)).map(({ claim }) => claim);
      expect(answers.filter((claim) => claim === 'won')).toHaveLength(1);
      expect(answers.filter((claim) => claim === 'pending')).toHaveLength(29);
    });

    it.each([
      ['an acceptance', ACCEPTED],
      ['an unknown outcome', LOST],
      ['a failure that may have sent', UNDELIVERABLE],
    ])('tells %s again, whole, on every connection', async (_, outcome) => {
      await store.claim(KEY, claimOf('one'));
      await store.settle(KEY, 'one', outcome);
      for (const connection of [store, await open()])
        expect(await connection.claim(KEY, claimOf('two'))).toEqual({ claim: 'settled', outcome });
    });

    it('refuses another request under the same key, sent or being sent', async () => {
      await store.claim(KEY, claimOf('one'));
      expect(await store.claim(KEY, claimOf('two', NOW, 'def'))).toEqual({ claim: 'conflict' });
      await store.settle(KEY, 'one', ACCEPTED);
      expect(await store.claim(KEY, claimOf('two', NOW, 'def'))).toEqual({ claim: 'conflict' });
    });

    it('frees a key that is released, for any request', async () => {
      await store.claim(KEY, claimOf('one'));
      await store.release(KEY, 'one');
      expect(await store.claim(KEY, claimOf('two', NOW, 'def'))).toEqual({ claim: 'won' });
    });

    it('does not release what is settled', async () => {
      await store.claim(KEY, claimOf('one'));
      await store.settle(KEY, 'one', ACCEPTED);
      await store.release(KEY, 'one');
      expect(await store.claim(KEY, claimOf('two'))).toMatchObject({ claim: 'settled' });
    });

    it('holds on to a key whose lease is over: its holder may have sent', async () => {
      await store.claim(KEY, claimOf('one'));
      expect(await store.claim(KEY, claimOf('two', NOW + LEASE_MS))).toMatchObject({ claim: 'pending' });
    });

    it('frees a key when its window ends, and lets its late holder change nothing any more', async () => {
      await store.claim(KEY, claimOf('one'));
      const later = NOW + WINDOW_MS;
      expect(await store.claim(KEY, claimOf('two', later - 1))).toMatchObject({ claim: 'pending' });
      expect(await store.claim(KEY, claimOf('two', later, 'def'))).toEqual({ claim: 'won' });
      await store.settle(KEY, 'one', ACCEPTED);
      await store.release(KEY, 'one');
      const pending = { claim: 'pending', leaseEndsAt: later + LEASE_MS };
      expect(await store.claim(KEY, claimOf('three', later, 'def'))).toMatchObject(pending);
    });

    it('forgets what has expired, and nothing else', async () => {
      await store.claim(KEY, claimOf('one'));
      await store.settle(KEY, 'one', ACCEPTED);
      await store.forget(NOW + WINDOW_MS - 1);
      expect(await store.claim(KEY, claimOf('two'))).toMatchObject({ claim: 'settled' });
      await store.forget(NOW + WINDOW_MS);
      expect(await store.claim(KEY, claimOf('two'))).toEqual({ claim: 'won' });
    });
  });
}
