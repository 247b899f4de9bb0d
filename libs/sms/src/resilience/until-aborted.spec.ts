import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { untilAborted } from './until-aborted.js';

const silent = new Error('It said nothing in time.');
const broken = new Error('broken');

let clock: ManualClock;
let caller: AbortController;
let late: ReturnType<typeof vi.fn<() => void>>;
let work: PromiseWithResolvers<string>;

beforeEach(() => {
  clock = new ManualClock();
  caller = new AbortController();
  late = vi.fn<() => void>();
  work = Promise.withResolvers<string>();
});

const wait = () => {
  const waiting = untilAborted(work.promise, caller.signal, clock, { reason: () => silent, late });
  waiting.catch(() => {});
  return waiting;
};
/** What is left behind: tasks of the clock and listeners on the signal. */
const leftovers = () => [clock.pending, getEventListeners(caller.signal, 'abort').length];

describe('untilAborted', () => {
  it('resolves with what the work made, and leaves nothing behind', async () => {
    const waiting = wait();
    expect(leftovers()).toEqual([0, 1]);
    work.resolve('made');
    await expect(waiting).resolves.toBe('made');
    expect(leftovers()).toEqual([0, 0]);
    expect(late).not.toHaveBeenCalled();
  });

  it('rejects as the work does, and leaves nothing behind', async () => {
    const waiting = wait();
    work.reject(broken);
    await expect(waiting).rejects.toBe(broken);
    expect(leftovers()).toEqual([0, 0]);
  });

  it('rejects a tick after the signal aborts', async () => {
    const waiting = wait();
    caller.abort();
    clock.advance(0);
    await expect(waiting).rejects.toBe(silent);
  });

  it('gives up work it was handed with an aborted signal a tick later', async () => {
    caller.abort();
    const waiting = wait();
    clock.advance(0);
    await expect(waiting).rejects.toBe(silent);
  });

  it('still hears what the work says within that tick, and leaves nothing behind', async () => {
    const waiting = wait();
    caller.abort();
    work.reject(broken);
    await expect(waiting).rejects.toBe(broken);
    expect(leftovers()).toEqual([0, 0]);
  });

  it('takes a success within that tick for no late one', async () => {
    const waiting = wait();
    caller.abort();
    work.resolve('made');
    await expect(waiting).resolves.toBe('made');
    expect(late).not.toHaveBeenCalled();
  });

  it('tells of work that succeeds after it was given up', async () => {
    const waiting = wait();
    caller.abort();
    clock.advance(0);
    work.resolve('made');
    await expect(waiting).rejects.toBe(silent);
    expect(late).toHaveBeenCalledOnce();
  });

  it('tells nothing of work that fails after it was given up', async () => {
    const waiting = wait();
    caller.abort();
    clock.advance(0);
    work.reject(broken);
    await expect(waiting).rejects.toBe(silent);
    await clock.advanceAsync(0);
    expect(late).not.toHaveBeenCalled();
  });
});
