import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { UnderWay } from './under-way.js';

let underWay: UnderWay;

beforeEach(() => {
  underWay = new UnderWay();
});

/** Work that ends when it is told to. */
const begin = () => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const running = underWay.add(promise);
  running.catch(() => {});
  return { running, resolve, reject };
};

describe('UnderWay', () => {
  it('hands on what the work made, or how it failed', async () => {
    const reason = new Error('broken');
    await expect(underWay.add(Promise.resolve('made'))).resolves.toBe('made');
    await expect(underWay.add(Promise.reject(reason))).rejects.toBe(reason);
    expect(underWay.count).toBe(0);
  });

  it('is over at once where nothing is under way', async () => {
    await expect(underWay.allEnded()).resolves.toBeUndefined();
  });

  it('is over for all who wait when the last work has ended, well or badly', async () => {
    const [first, second] = [begin(), begin()];
    const over: string[] = [];
    void underWay.allEnded().then(() => over.push('early'));
    first.reject(new Error('broken'));
    await setImmediate();
    void underWay.allEnded().then(() => over.push('late'));
    await setImmediate();
    expect([over, underWay.count]).toEqual([[], 1]);
    second.resolve('made');
    await setImmediate();
    expect(over).toEqual(['early', 'late']);
  });

  it('is not over while work that was begun later is under way', async () => {
    const first = begin();
    first.resolve('made');
    await first.running;
    const second = begin();
    let state = 'under way';
    const over = underWay.allEnded().then(() => {
      state = 'over';
    });
    await setImmediate();
    expect(state).toBe('under way');
    second.resolve('made');
    await over;
  });
});
