import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProviderError } from '../providers/provider-error.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import { ManualClock } from '../testing/manual-clock.js';
import { lostAs, NEVER, requestFor, sentAs, WAY } from '../testing/once-requests.js';
import { IdempotentSends } from './idempotent-sends.js';
import { MemoryOutcomeStore } from './memory-outcome-store.js';
import type { SentMessage } from './sent-message.js';

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

const anotherProcess = () => new IdempotentSends({ store, clock, windowMs: 86_400_000 });
const refused = () =>
  new UndeliverableError([new ProviderError({ kind: 'opted-out', provider: 'first', code: 'mock' })], {
    messageId: 'one',
    ...WAY,
    attempts: [],
  });
const send = (id: string) => vi.fn(async () => sentAs(id));
const silent = () => new Promise<never>(() => {});
const untilAborted = (signal: AbortSignal) =>
  new Promise<SentMessage>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('IdempotentSends refuses', () => {
  it('another message under the same key, sent or being sent', async () => {
    const other = send('two');
    const first = sends.once('key', requestFor('one'), send('one'));
    const attempt = () => sends.once('key', requestFor('two', NEVER, 'Goodbye'), other);
    await expect(attempt()).rejects.toMatchObject({ name: 'IdempotencyConflictError' });
    await first;
    await expect(attempt()).rejects.toMatchObject({ name: 'IdempotencyConflictError' });
    expect(other).not.toHaveBeenCalled();
  });

  it('a caller that gave up before it began', async () => {
    const run = send('one');
    const gone = new Error('gone');
    await expect(sends.once('key', requestFor('one', AbortSignal.abort(gone)), run)).rejects.toBe(gone);
    expect(run).not.toHaveBeenCalled();
    expect(await sends.once('key', requestFor('two'), send('two'))).toEqual(sentAs('two'));
  });

  it('to keep a caller that gives up while another sends, and lets the other go on', async () => {
    const caller = new AbortController();
    const { promise, resolve } = Promise.withResolvers<SentMessage>();
    const first = sends.once('key', requestFor('one'), () => promise);
    const second = sends.once('key', requestFor('two', caller.signal), send('two'));
    caller.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    resolve(sentAs('one'));
    expect(await first).toEqual(sentAs('one'));
  });

  it('to fail those who share a send whose caller gave up before anybody was asked: they send themselves', async () => {
    const caller = new AbortController();
    const first = sends.once('key', requestFor('one', caller.signal), () => untilAborted(caller.signal));
    const second = sends.once('key', requestFor('two'), send('two'));
    const third = sends.once('key', requestFor('three'), send('three'));
    await clock.advanceAsync(0);
    caller.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    expect(await second).toEqual(sentAs('two'));
    expect(await third).toEqual(sentAs('two'));
  });

  it('to wait longer for another process than its caller does', async () => {
    const caller = new AbortController();
    void anotherProcess().once('key', requestFor('one'), () => untilAborted(NEVER));
    const waiting = sends.once('key', requestFor('two', caller.signal), send('two'));
    await clock.advanceAsync(500);
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(clock.pending).toBe(0);
  });

  it('to send while it cannot remember', async () => {
    const run = send('one');
    vi.spyOn(store, 'claim').mockRejectedValueOnce(new Error('database is gone'));
    await expect(sends.once('key', requestFor('one'), run)).rejects.toThrow('database is gone');
    expect(run).not.toHaveBeenCalled();
    expect(await sends.once('key', requestFor('two'), run)).toEqual(sentAs('one'));
  });

  it('to wait for a silent store longer than the send may take, and sends nothing', async () => {
    const run = send('one');
    vi.spyOn(store, 'claim').mockImplementationOnce(silent);
    const sending = sends.once('key', requestFor('one'), run);
    const refusal = expect(sending).rejects.toMatchObject({ name: 'IdempotencyUnavailableError' });
    await clock.advanceAsync(10_000);
    await refusal;
    expect(run).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
    expect(await sends.once('key', requestFor('two'), send('two'))).toEqual(sentAs('two'));
  });

  it('to wait for a silent store longer than its caller does, and lets those who share go on', async () => {
    vi.spyOn(store, 'claim').mockImplementationOnce(silent);
    const caller = new AbortController();
    const first = sends.once('key', requestFor('one', caller.signal), send('one'));
    const second = sends.once('key', requestFor('two'), send('two'));
    const gone = expect(first).rejects.toThrow('gone');
    await clock.advanceAsync(200);
    caller.abort(new Error('gone'));
    await clock.advanceAsync(0);
    await gone;
    expect(await second).toEqual(sentAs('two'));
    expect(clock.pending).toBe(0);
  });

  it('to keep a key that was claimed too late', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const claim = store.claim.bind(store);
    vi.spyOn(store, 'claim').mockImplementationOnce(async (...given) => {
      await promise;
      return claim(...given);
    });
    const refusal = expect(sends.once('key', requestFor('one'), send('one'))).rejects.toThrow('silent');
    await clock.advanceAsync(10_000);
    await refusal;
    resolve();
    await clock.advanceAsync(0);
    expect(await sends.once('key', requestFor('two'), send('two'))).toEqual(sentAs('two'));
  });

  it.each<[string, () => Promise<never>]>([
    ['breaks off', () => Promise.reject(new Error('connection lost'))],
    ['is silent for the whole deadline', silent],
  ])('to keep a key that a store gave away and then %s', async (_, ending) => {
    const claim = store.claim.bind(store);
    vi.spyOn(store, 'claim').mockImplementationOnce(async (...given) => {
      await claim(...given);
      return ending();
    });
    const refusal = expect(sends.once('key', requestFor('one'), send('one'))).rejects.toThrow();
    await clock.advanceAsync(10_000);
    await refusal;
    const again = sends.once('key', requestFor('two'), send('two'));
    await clock.advanceAsync(21_000);
    expect(await again).toEqual(sentAs('two'));
    expect(clock.pending).toBe(0);
  });

  it.each<['settle' | 'release', () => Promise<SentMessage>, string]>([
    ['settle', send('one'), 'resolved'],
    ['release', () => Promise.reject(refused()), 'rejected'],
  ])('to wait for a silent %s longer than a second, or than the send may take', async (step, run, end) => {
    vi.spyOn(store, step).mockImplementation(silent);
    const ends: string[] = [];
    for (const [key, deadlineMs] of [
      ['long', 10_000],
      ['short', 300],
    ] as const) {
      const once = sends.once(key, { ...requestFor(key), deadlineMs }, run);
      void once.then(
        () => ends.push(`${key} resolved at ${clock.elapsedMs()}`),
        () => ends.push(`${key} rejected at ${clock.elapsedMs()}`),
      );
    }
    await clock.advanceAsync(1000);
    expect(ends).toEqual([`short ${end} at 300`, `long ${end} at 1000`]);
    expect(clock.pending).toBe(0);
  });

  it('to hide a send it could not note, and never sends it again', async () => {
    vi.spyOn(store, 'settle').mockRejectedValueOnce(new Error('database is gone'));
    const run = send('one');
    expect(await sends.once('key', requestFor('one'), run)).toEqual(sentAs('one'));
    const again = sends.once('key', requestFor('two'), run);
    await clock.advanceAsync(21_000);
    expect(await again).toEqual(lostAs('one'));
    expect(run).toHaveBeenCalledOnce();
  });

  it('to send again after a bug, which may have struck when the message was out', async () => {
    const run = vi.fn(() => Promise.reject(new TypeError('not a function')));
    await expect(sends.once('key', requestFor('one'), run)).rejects.toThrow(TypeError);
    expect(await sends.once('key', requestFor('two'), run)).toEqual(lostAs('one'));
    expect(run).toHaveBeenCalledOnce();
  });

  it('to keep what has expired, once it is used again', async () => {
    const forget = vi.spyOn(store, 'forget');
    await sends.once('key', requestFor('one'), send('one'));
    await sends.once('another', requestFor('two'), send('two'));
    expect(forget).toHaveBeenCalledOnce();
    clock.advance(600_000);
    await sends.once('key', requestFor('one'), send('one'));
    expect(forget).toHaveBeenLastCalledWith(clock.wallMs());
    expect(forget).toHaveBeenCalledTimes(2);
  });

  it('to send nothing because what has expired cannot be forgotten', async () => {
    const forget = vi.spyOn(store, 'forget');
    forget.mockImplementationOnce(vi.fn());
    expect(await sends.once('key', requestFor('one'), send('one'))).toMatchObject({ id: 'one' });
    clock.advance(600_000);
    forget.mockImplementationOnce(() => {
      throw new Error('not now');
    });
    expect(await sends.once('another', requestFor('two'), send('two'))).toMatchObject({ id: 'two' });
    expect(forget).toHaveBeenCalledTimes(2);
  });
});
