import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Deadline, TimeIsUpError } from './deadline.js';

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
});

describe('Deadline', () => {
  it('aborts when its time is up and not before', () => {
    using deadline = new Deadline(clock, 100);
    clock.advance(99);
    expect(deadline.signal.aborted).toBe(false);
    expect(deadline.remainingMs()).toBe(1);
    clock.advance(1);
    expect(deadline.signal.reason).toEqual(new TimeIsUpError(100));
    expect(deadline.isUp()).toBe(true);
  });

  it('has never less than nothing left', () => {
    using deadline = new Deadline(clock, 100);
    clock.advance(500);
    expect(deadline.remainingMs()).toBe(0);
  });

  it('aborts with its outer signal, for the reason of that one', () => {
    const caller = new AbortController();
    using deadline = new Deadline(clock, 100, caller.signal);
    caller.abort('changed my mind');
    expect(deadline.signal.reason).toBe('changed my mind');
    expect(deadline.isUp()).toBe(false);
  });

  it('starts aborted under an outer signal that is', () => {
    using deadline = new Deadline(clock, 100, AbortSignal.abort('too late'));
    expect(deadline.signal.reason).toBe('too late');
  });

  it('keeps the first reason', () => {
    const caller = new AbortController();
    using deadline = new Deadline(clock, 100, caller.signal);
    clock.advance(100);
    caller.abort('later');
    expect(deadline.isUp()).toBe(true);
  });

  it('is not moved by the wall clock', () => {
    using deadline = new Deadline(clock, 100);
    clock.jumpWallClock(86_400_000);
    expect(deadline.remainingMs()).toBe(100);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('leaves neither a timer nor a listener once disposed of, and aborts no more', () => {
    const caller = new AbortController();
    const removed = vi.spyOn(caller.signal, 'removeEventListener');
    const deadline = new Deadline(clock, 100, caller.signal);
    deadline[Symbol.dispose]();
    expect(clock.pending).toBe(0);
    expect(removed).toHaveBeenCalledOnce();
    caller.abort();
    expect(deadline.signal.aborted).toBe(false);
  });
});
