import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { seededRandom } from '../testing/seeded-random.js';
import { fullJitterMs, pause } from './backoff.js';

const retry = { maxAttempts: 10, baseMs: 100, maxMs: 1000 };

describe('fullJitterMs', () => {
  it.each([
    [1, 100],
    [2, 200],
    [3, 400],
    [4, 800],
    [5, 1000],
    [2000, 1000],
  ])('after attempt %d draws from 0 to %d ms', (attempt, longest) => {
    const largest = 1 - Number.EPSILON;
    expect(fullJitterMs(attempt, retry, () => 0)).toBe(0);
    expect(fullJitterMs(attempt, retry, () => 0.5)).toBe(longest / 2);
    expect(fullJitterMs(attempt, retry, () => largest)).toBeLessThan(longest);
  });

  it('spreads callers over the whole interval', () => {
    const random = seededRandom(1);
    const drawn = Array.from({ length: 1000 }, () => fullJitterMs(3, retry, random));
    expect(Math.min(...drawn)).toBeLessThan(10);
    expect(Math.max(...drawn)).toBeGreaterThan(390);
  });
});

const started = (signal: AbortSignal) => {
  const clock = new ManualClock();
  const ended = vi.fn();
  void pause(100, clock, signal).then(ended);
  return { clock, ended };
};

describe('pause', () => {
  it('ends after its time and not before', async () => {
    const { clock, ended } = started(new AbortController().signal);
    await clock.advanceAsync(99);
    expect(ended).not.toHaveBeenCalled();
    await clock.advanceAsync(1);
    await clock.advanceAsync(0);
    expect(ended).toHaveBeenCalledOnce();
  });

  it('ends at once when the signal aborts, and leaves no task behind', async () => {
    const caller = new AbortController();
    const { clock, ended } = started(caller.signal);
    caller.abort();
    await clock.advanceAsync(0);
    expect(ended).toHaveBeenCalledOnce();
    expect(clock.pending).toBe(0);
  });

  it('ends at once for a signal aborted already', async () => {
    const { clock, ended } = started(AbortSignal.abort());
    await clock.advanceAsync(0);
    expect(ended).toHaveBeenCalledOnce();
    expect(clock.pending).toBe(0);
  });

  it('leaves no listener on the signal', () => {
    const { signal } = new AbortController();
    const { clock } = started(signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    clock.advance(100);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
