import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { Bulkhead, BulkheadFullError } from './bulkhead.js';

const never = new AbortController().signal;
let bulkhead: Bulkhead;

beforeEach(() => {
  bulkhead = new Bulkhead({ maxConcurrent: 2, maxQueued: 2 });
});

const enter = (signal = never) => bulkhead.enter(signal);

describe('Bulkhead', () => {
  it('lets so many begin at once, and the others wait', async () => {
    await Promise.all([enter(), enter()]);
    void enter();
    expect([bulkhead.underWay, bulkhead.waiting]).toEqual([2, 1]);
  });

  it('hands a place on to whoever waited longest', async () => {
    const leave = await enter();
    await enter();
    const order: string[] = [];
    const first = enter().then(() => order.push('first'));
    void enter().then(() => order.push('second'));
    leave();
    await first;
    expect(order).toEqual(['first']);
    expect([bulkhead.underWay, bulkhead.waiting]).toEqual([2, 1]);
  });

  it('refuses at once when too many wait', async () => {
    await Promise.all([enter(), enter()]);
    void enter();
    void enter();
    await expect(enter()).rejects.toBeInstanceOf(BulkheadFullError);
    expect(bulkhead.waiting).toBe(2);
  });

  it('lets none wait where none may', async () => {
    bulkhead = new Bulkhead({ maxConcurrent: 1, maxQueued: 0 });
    const leave = await enter();
    await expect(enter()).rejects.toBeInstanceOf(BulkheadFullError);
    leave();
    await enter();
  });

  it('takes whoever gives up out of the queue', async () => {
    const caller = new AbortController();
    const leave = await enter();
    await enter();
    const waiting = enter(caller.signal);
    caller.abort();
    await expect(waiting).rejects.toBeInstanceOf(Error);
    expect(bulkhead.waiting).toBe(0);
    leave();
    expect(bulkhead.underWay).toBe(1);
  });

  it('refuses all who wait when they are dismissed, for the reason given', async () => {
    await Promise.all([enter(), enter()]);
    const waiting = [enter(), enter()];
    const reason = new Error('closed');
    bulkhead.dismiss(reason);
    for (const outcome of await Promise.allSettled(waiting)) expect(outcome).toMatchObject({ reason });
    expect([bulkhead.underWay, bulkhead.waiting]).toEqual([2, 0]);
  });

  it('leaves no listener on the signal of whoever waited', async () => {
    const { signal } = new AbortController();
    const leave = await enter();
    await enter();
    const waiting = enter(signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    leave();
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('lets nobody wait whose signal is aborted already', async () => {
    await Promise.all([enter(), enter()]);
    const reason = new Error('gave up');
    await expect(enter(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(bulkhead.waiting).toBe(0);
  });
});
