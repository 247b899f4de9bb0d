import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { issue } from './challenge.js';
import { ChallengeStore } from './challenge.store.js';

const NOW = 1_790_000_000_000;
const NUMBER = ['number', 'number under a former key'];
const RULES = { ttlMs: 300_000, maxAttempts: 3, resendAfterMs: 60_000 };
const FIELDS = {
  number_digest: 'number',
  sealed_number: 'sealed number',
  device_digest: null,
  locale: null,
  platform: null,
  code_digest: 'digest',
  sealed_code: 'sealed',
};

const carriedBy = (id: string) => ({ provider: 'mock', messageId: `message of ${id}`, copies: 1 });
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
  const sending = async (
    id: string,
    fields: { number_digest?: string; device_digest?: string } = {},
    at = NOW,
  ) => {
    const challenge = issue({ ...FIELDS, ...fields, id_digest: id }, RULES, at);
    await store().put(challenge);
    return challenge;
  };
  const live = async (id: string, fields: { number_digest?: string; device_digest?: string } = {}) =>
    store().activate(await sending(id, fields), NUMBER, carriedBy(id));
  const statusOf = async (id: string) => (await store().find(id))?.status;

  it('gives out no more attempts than there are, to however many ask at once', async () => {
    await live('a');
    const taken = defined(await fifty((index) => store(index).takeAttempt('a', NOW)));
    expect(new Set(taken.map(({ attempts_left }) => attempts_left))).toEqual(new Set([0, 1, 2]));
    expect(taken).toHaveLength(3);
  });

  it('takes attempts back, but of a challenge that ended', async () => {
    await live('a');
    const attemptsLeft = async () => (await store().find('a'))?.attempts_left;
    await store().takeAttempt('a', NOW);
    await store().giveBackAttempt('a');
    expect(await attemptsLeft()).toBe(3);
    await store().takeAttempt('a', NOW);
    await store().end('a', 'consumed');
    await store().giveBackAttempt('a');
    expect(await attemptsLeft()).toBe(2);
  });

  it('lets one of many concurrent callers end a challenge, and erases its code and number', async () => {
    await live('a');
    const ended = await fifty((index) => store(index).end('a', 'consumed'));
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await store().find('a')).toMatchObject({
      status: 'consumed',
      sealed_code: null,
      sealed_number: null,
    });
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
      if (challenge) await store(index).activate(challenge, NUMBER, carriedBy(challenge.id_digest));
    });
    const all = defined(await fifty((index) => store().find(`c${index}`)));
    const alive = all.filter(({ status }) => status === 'live');
    expect(alive).toHaveLength(1);
    expect(all.filter(({ sealed_code }) => sealed_code !== null)).toEqual(alive);
  });

  it('ends a challenge whose message was accepted after that of a newer one, and leaves the newer', async () => {
    const older = await sending('older');
    const newer = await sending('newer', {}, NOW + 1);
    expect(await store().activate(newer, NUMBER, carriedBy('newer'))).toEqual([]);
    expect(await store(1).activate(older, NUMBER, carriedBy('older'))).toEqual([
      { id_digest: 'older', message_id: 'message of older' },
    ]);
    expect(await store().find('older')).toMatchObject({ status: 'superseded', sealed_code: null });
    expect(await store().find('newer')).toMatchObject({ status: 'live', sealed_code: 'sealed' });
  });

  it('lets no newer challenge of a stranger end the late one of a confirmed device', async () => {
    const older = await sending('older', { device_digest: 'device' });
    const newer = await sending('newer', {}, NOW + 1);
    await store().activate(newer, NUMBER, carriedBy('newer'));
    expect(await store().activate(older, NUMBER, carriedBy('older'))).toEqual([]);
    expect([await statusOf('older'), await statusOf('newer')]).toEqual(['live', 'live']);
  });

  it('lets the newer challenge of a confirmed device end the late one of a stranger', async () => {
    const older = await sending('older');
    const newer = await sending('newer', { device_digest: 'device' }, NOW + 1);
    await store().activate(newer, NUMBER, carriedBy('newer'));
    await store().activate(older, NUMBER, carriedBy('older'));
    expect([await statusOf('older'), await statusOf('newer')]).toEqual(['superseded', 'live']);
  });

  it('leaves the newest of a number, in whatever order their messages are accepted', async () => {
    const challenges = await fifty((index) => sending(`c${index}`, {}, NOW + ((index * 7) % 50)));
    await fifty(async (index) => {
      const challenge = challenges[index];
      if (challenge) await store(index).activate(challenge, NUMBER, carriedBy(challenge.id_digest));
    });
    const all = defined(await fifty((index) => store().find(`c${index}`)));
    const alive = all.filter(({ status }) => status === 'live');
    expect(alive.map(({ created_at }) => created_at)).toEqual([NOW + 49]);
    expect(all.filter(({ status }) => status === 'superseded')).toHaveLength(49);
  });

  it('tells the challenges that ended with a new one, and those that expired, each once', async () => {
    expect(await live('a')).toEqual([]);
    expect(await live('b')).toEqual([{ id_digest: 'a', message_id: 'message of a' }]);
    const end = NOW + RULES.ttlMs;
    expect(await store().sweep(end, 0)).toEqual([{ id_digest: 'b', message_id: 'message of b' }]);
    expect(await store().sweep(end, 0)).toEqual([]);
  });

  it('knows of which challenges it is untold what came of their code, until that is noted', async () => {
    await live('a');
    await live('b');
    await store().end('b', 'consumed');
    await live('c');
    const untold = await store().untold(10);
    expect(untold.toSorted((one, other) => one.id_digest.localeCompare(other.id_digest))).toEqual([
      { id_digest: 'a', message_id: 'message of a', status: 'superseded' },
      { id_digest: 'b', message_id: 'message of b', status: 'consumed' },
    ]);
    await store().noteTold({ id_digest: 'a', message_id: 'message of a' });
    await store().noteTold({ id_digest: 'b', message_id: 'another message' });
    await store().noteTold({ id_digest: 'c', message_id: 'message of c' });
    expect((await store().untold(10)).map(({ id_digest }) => id_digest)).toEqual(['b']);
    expect(await store().find('c')).toMatchObject({ message_id: 'message of c' });
  });

  it('leaves the challenges of other numbers and those that ended alone', async () => {
    await live('a');
    await store().end('a', 'consumed');
    await sending('other', { number_digest: 'other number' });
    await live('b');
    expect(await store().find('a')).toMatchObject({ status: 'consumed' });
    expect(await store().find('other')).toMatchObject({ status: 'sending' });
  });

  it('lets a stranger end what strangers asked for, and a confirmed device all that is live', async () => {
    await live('of a stranger');
    await live('of a device', { device_digest: 'device' });
    expect([await statusOf('of a stranger'), await statusOf('of a device')]).toEqual(['superseded', 'live']);
    await live('of another stranger');
    expect(await statusOf('of a device')).toBe('live');
    await live('of a device again', { device_digest: 'device' });
    expect([await statusOf('of a device'), await statusOf('of another stranger')]).toEqual([
      'superseded',
      'superseded',
    ]);
  });

  it('finds the challenges of a number under each of its digests', async () => {
    await live('a', { number_digest: 'number under a former key' });
    await live('b');
    expect([await statusOf('a'), await statusOf('b')]).toEqual(['superseded', 'live']);
  });

  it('gives no attempt and no resend of a challenge that expired', async () => {
    await live('a');
    const end = NOW + RULES.ttlMs;
    expect(await store().takeAttempt('a', end)).toBeUndefined();
    expect(await store().claimResend('a', end, end + 1)).toBeUndefined();
  });

  it('erases the codes and numbers of expired challenges, and later the challenges', async () => {
    await live('a');
    await store().sweep(NOW + RULES.ttlMs - 1, 0);
    expect(await store().find('a')).toMatchObject({ sealed_code: 'sealed' });
    await store().sweep(NOW + RULES.ttlMs, 0);
    expect(await store().find('a')).toMatchObject({
      sealed_code: null,
      sealed_number: null,
      status: 'live',
    });
    await store().sweep(NOW + RULES.ttlMs, NOW + RULES.ttlMs);
    expect(await store().find('a')).toBeUndefined();
  });
});
