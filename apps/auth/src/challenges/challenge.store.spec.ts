import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { issue } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';

const NOW = 1_790_000_000_000;
const RULES = { ttlMs: 300_000, maxAttempts: 3, resendAfterMs: 60_000 };
const FIELDS = { phone_number: '+447400900123', locale: null, code_digest: 'digest', sealed_code: 'sealed' };

const carriedBy = (id: string) => ({ provider: 'mock', messageId: `message of ${id}` });
const fifty = <T>(act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: 50 }, (_, i) => act(i)));
const defined = <T>(values: readonly (T | undefined)[]) => values.filter((value) => value !== undefined);

describeOnEachDatabase('ChallengeStore', (database) => {
  /** Two stores on one database, as two processes would have. */
  let stores: ChallengeStore[];

  beforeEach(async () => {
    stores = [new ChallengeStore(await database().open()), new ChallengeStore(await database().open())];
  });

  const store = (index = 0) => {
    const chosen = stores[index % stores.length];
    if (chosen === undefined) throw new Error('The stores are opened before each test.');
    return chosen;
  };
  const sending = async (id: string) => {
    const challenge = issue({ ...FIELDS, id_digest: id }, RULES, NOW);
    await store().put(challenge);
    return challenge;
  };
  const live = async (id: string) => store().activate(await sending(id), carriedBy(id));

  it('gives out no more attempts than there are, to however many ask at once', async () => {
    await live('a');
    const taken = defined(await fifty((index) => store(index).takeAttempt('a', NOW)));
    expect(new Set(taken.map(({ attempts_left }) => attempts_left))).toEqual(new Set([0, 1, 2]));
    expect(taken).toHaveLength(3);
  });

  it('lets one of many concurrent callers end a challenge, and erases its code', async () => {
    await live('a');
    const ended = await fifty((index) => store(index).end('a', 'consumed'));
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await store().find('a')).toMatchObject({ status: 'consumed', sealed_code: null });
    expect(await store().takeAttempt('a', NOW)).toBeUndefined();
  });

  it('lets one of many concurrent callers resend, and another once the claim is given back', async () => {
    await live('a');
    const later = NOW + 60_000;
    const claim = (index = 0) => store(index).claimResend('a', later, later + 60_000);
    expect(await store().claimResend('a', later - 1, later + 59_999)).toBeUndefined();
    expect(defined(await fifty(claim))).toHaveLength(1);
    await store().releaseResend('a', later + 60_000, later);
    expect(await claim()).toBeDefined();
  });

  it('leaves one live challenge of a number, of however many come to life at once', async () => {
    const challenges = await fifty((index) => sending(`c${index}`));
    await fifty(async (index) => {
      const challenge = challenges[index];
      if (challenge) await store(index).activate(challenge, carriedBy(challenge.id_digest));
    });
    const all = defined(await fifty((index) => store().find(`c${index}`)));
    const alive = all.filter(({ status }) => status === 'live');
    expect(alive).toHaveLength(1);
    expect(all.filter(({ sealed_code }) => sealed_code !== null)).toEqual(alive);
  });

  it('tells the messages of the challenges that ended with a new one, and of those that expired, each once', async () => {
    expect(await live('a')).toEqual([]);
    expect(await live('b')).toEqual(['message of a']);
    const end = NOW + RULES.ttlMs;
    expect(await store().sweep(end, 0)).toEqual(['message of b']);
    expect(await store().sweep(end, 0)).toEqual([]);
  });

  it('leaves the challenges of other numbers and those that ended alone', async () => {
    await live('a');
    await store().end('a', 'consumed');
    await store().put(issue({ ...FIELDS, id_digest: 'other', phone_number: '+447400900456' }, RULES, NOW));
    await live('b');
    expect(await store().find('a')).toMatchObject({ status: 'consumed' });
    expect(await store().find('other')).toMatchObject({ status: 'sending' });
  });

  it('gives no attempt and no resend of a challenge that expired', async () => {
    await live('a');
    const end = NOW + RULES.ttlMs;
    expect(await store().takeAttempt('a', end)).toBeUndefined();
    expect(await store().claimResend('a', end, end + 1)).toBeUndefined();
  });

  it('erases the codes of expired challenges, and later the challenges', async () => {
    await live('a');
    await store().sweep(NOW + RULES.ttlMs - 1, 0);
    expect(await store().find('a')).toMatchObject({ sealed_code: 'sealed' });
    await store().sweep(NOW + RULES.ttlMs, 0);
    expect(await store().find('a')).toMatchObject({ sealed_code: null, status: 'live' });
    await store().sweep(NOW + RULES.ttlMs, NOW + RULES.ttlMs);
    expect(await store().find('a')).toBeUndefined();
  });
});
