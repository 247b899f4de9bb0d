import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { failedAttempt } from '../routing/attempt.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import { ManualClock } from '../testing/manual-clock.js';
import { lostAs, requestFor, sentAs, WAY } from '../testing/once-requests.js';
import { IdempotentSends } from './idempotent-sends.js';
import { MemoryOutcomeStore } from './memory-outcome-store.js';
import type { SentMessage } from './sent-message.js';

const WINDOW_MS = 86_400_000;

let clock: ManualClock;
let store: MemoryOutcomeStore;
let sends: IdempotentSends;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

beforeEach(() => {
  clock = new ManualClock();
  store = new MemoryOutcomeStore();
  sends = anotherProcess();
});

const anotherProcess = () => new IdempotentSends({ store, clock, windowMs: WINDOW_MS });
const failure = (kind: FailureKind) => {
  const error = new ProviderError({ kind, provider: 'first', code: 'mock', retryAfterMs: 1000 });
  return new UndeliverableError([error], {
    messageId: 'one',
    ...WAY,
    attempts: [failedAttempt(error, 'first-choice', 1)],
  });
};
const hanging = () => {
  const { promise, resolve, reject } = Promise.withResolvers<SentMessage>();
  return { run: vi.fn(() => promise), resolve, reject };
};
const accept = (id: string) => vi.fn(async () => sentAs(id));

describe('IdempotentSends', () => {
  it('tells the first outcome again, in every process, and sends no second time', async () => {
    const again = accept('two');
    expect(await sends.once('key', requestFor('one'), accept('one'))).toEqual(sentAs('one'));
    expect(await sends.once('key', requestFor('two'), again)).toEqual(sentAs('one'));
    expect(await anotherProcess().once('key', requestFor('two'), again)).toEqual(sentAs('one'));
    expect(again).not.toHaveBeenCalled();
  });

  it('shares one send among concurrent callers', async () => {
    const { run, resolve } = hanging();
    const calls = ['one', 'two', 'three'].map((id) => sends.once('key', requestFor(id), run));
    resolve(sentAs('one'));
    expect(await Promise.all(calls)).toEqual([sentAs('one'), sentAs('one'), sentAs('one')]);
    expect(run).toHaveBeenCalledOnce();
  });

  it('waits for the send of another process', async () => {
    const { run, resolve } = hanging();
    const again = accept('two');
    const first = sends.once('key', requestFor('one'), run);
    const second = anotherProcess().once('key', requestFor('two'), again);
    await clock.advanceAsync(5000);
    resolve(sentAs('one'));
    await first;
    await clock.advanceAsync(1000);
    expect(await second).toEqual(sentAs('one'));
    expect(again).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('sends for those who waited when another process sent nothing', async () => {
    const { run, reject } = hanging();
    const first = sends.once('key', requestFor('one'), run);
    const second = anotherProcess().once('key', requestFor('two'), accept('two'));
    await clock.advanceAsync(100);
    reject(failure('unavailable'));
    await expect(first).rejects.toThrow(UndeliverableError);
    await clock.advanceAsync(1000);
    expect(await second).toEqual(sentAs('two'));
  });

  it('tells as unknown what a dead process left, once its time is well over, and never sends it', async () => {
    const again = accept('two');
    void sends.once('key', requestFor('one'), hanging().run);
    const waiting = anotherProcess().once('key', requestFor('two'), again);
    await clock.advanceAsync(19_000);
    expect(clock.pending, 'still waiting').toBe(1);
    await clock.advanceAsync(2000);
    expect(await waiting).toEqual(lostAs('one'));
    expect(await anotherProcess().once('key', requestFor('three'), again)).toEqual(lostAs('one'));
    expect(again).not.toHaveBeenCalled();
  });

  it('does not wait for ever when the wall clock is set back', async () => {
    void sends.once('key', requestFor('one'), hanging().run);
    const waiting = anotherProcess().once('key', requestFor('two'), accept('two'));
    await clock.advanceAsync(1000);
    clock.jumpWallClock(-WINDOW_MS);
    await clock.advanceAsync(21_000);
    expect(await waiting).toEqual(lostAs('one'));
  });

  it.each<[FailureKind]>([
    ['invalid-recipient'],
    ['opted-out'],
    ['misconfigured'],
    ['throttled'],
    ['unavailable'],
  ])('frees the key after %s, which sent nothing', async (kind) => {
    const failing = sends.once('key', requestFor('one'), () => Promise.reject(failure(kind)));
    await expect(failing).rejects.toMatchObject({ kind });
    expect(await sends.once('key', requestFor('two'), accept('two'))).toEqual(sentAs('two'));
  });

  it('keeps a failure that may have sent, and tells it again', async () => {
    const again = accept('two');
    const first = failure('ambiguous');
    await expect(sends.once('key', requestFor('one'), () => Promise.reject(first))).rejects.toEqual(first);
    await expect(anotherProcess().once('key', requestFor('two'), again)).rejects.toEqual(first);
    expect(again).not.toHaveBeenCalled();
  });

  it('keeps a failure beside which an attempt was given up that may have sent', async () => {
    const refused = new ProviderError({ kind: 'invalid-recipient', provider: 'second', code: 'mock' });
    const outpaced = {
      provider: 'first',
      reason: 'hedge',
      tookMs: 1,
      outcome: 'outpaced',
      maybeSent: true,
    } as const;
    const both = new UndeliverableError([refused], {
      messageId: 'one',
      ...WAY,
      attempts: [outpaced, failedAttempt(refused, 'first-choice', 1)],
    });
    await expect(sends.once('key', requestFor('one'), () => Promise.reject(both))).rejects.toEqual(both);
    await expect(sends.once('key', requestFor('two'), accept('two'))).rejects.toEqual(both);
  });

  it('forgets a key when its window ends', async () => {
    await sends.once('key', requestFor('one'), accept('one'));
    await clock.advanceAsync(WINDOW_MS - 1);
    expect(await sends.once('key', requestFor('two'), accept('two'))).toEqual(sentAs('one'));
    await clock.advanceAsync(1);
    expect(await sends.once('key', requestFor('two'), accept('two'))).toEqual(sentAs('two'));
  });
});
