import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { TimeIsUpError, TimeLimit } from './time-limit.js';

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

describe('TimeLimit', () => {
  it('aborts when its time is up and not before', () => {
    using limit = new TimeLimit(clock, 100);
    clock.advance(99);
    expect(limit.signal.aborted).toBe(false);
    clock.advance(1);
    expect(limit.signal.reason).toEqual(new TimeIsUpError(100));
  });

  it('aborts with its outer signal, for the reason of that one', () => {
    const caller = new AbortController();
    using limit = new TimeLimit(clock, 100, caller.signal);
    caller.abort('changed my mind');
    expect(limit.signal.reason).toBe('changed my mind');
  });

  it('starts aborted under an outer signal that is', () => {
    using limit = new TimeLimit(clock, 100, AbortSignal.abort('too late'));
    expect(limit.signal.reason).toBe('too late');
  });

  it('aborts when it is told to', () => {
    const reason = new Error('not needed any more');
    using limit = new TimeLimit(clock, 100);
    limit.abort(reason);
    expect(limit.signal.reason).toBe(reason);
  });

  it('aborts at another time once it is moved there, and leaves no timer of the old one', () => {
    using limit = new TimeLimit(clock, 100);
    clock.advance(60);
    limit.moveTo(100);
    clock.advance(99);
    expect(limit.signal.aborted).toBe(false);
    limit.moveTo(50);
    expect(clock.pending).toBe(1);
    clock.advance(50);
    expect(limit.signal.aborted).toBe(true);
  });

  it('keeps its timer where it is moved to the time it has', () => {
    using limit = new TimeLimit(clock, 100);
    const schedule = vi.spyOn(clock, 'schedule');
    clock.advance(60);
    limit.moveTo(40);
    expect(schedule).not.toHaveBeenCalled();
    limit.moveTo(41);
    expect(schedule).toHaveBeenCalledOnce();
  });

  it('keeps the first reason', () => {
    const caller = new AbortController();
    using limit = new TimeLimit(clock, 100, caller.signal);
    clock.advance(100);
    caller.abort('later');
    limit.abort(new Error('later still'));
    expect(limit.signal.reason).toBeInstanceOf(TimeIsUpError);
  });

  it.each([50, 200])('can be moved to %i ms from now', (limitMs) => {
    using limit = new TimeLimit(clock, 100);
    clock.advance(10);
    limit.moveTo(limitMs);
    clock.advance(limitMs - 1);
    expect(limit.signal.aborted).toBe(false);
    clock.advance(1);
    expect(limit.signal.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('is not moved by the wall clock', () => {
    using limit = new TimeLimit(clock, 100);
    clock.jumpWallClock(86_400_000);
    expect(limit.signal.aborted).toBe(false);
  });

  it('leaves neither a timer nor a listener once disposed of, and aborts no more', () => {
    const caller = new AbortController();
    const limit = new TimeLimit(clock, 100, caller.signal);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
    limit[Symbol.dispose]();
    expect(clock.pending).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    caller.abort();
    expect(limit.signal.aborted).toBe(false);
  });
});
