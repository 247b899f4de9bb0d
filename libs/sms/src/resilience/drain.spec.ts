import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClosedError, Drain } from './drain.js';

let drain: Drain;

beforeEach(() => {
  drain = new Drain();
});

/** Work that ends when it is told to. */
const begin = () => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const running = drain.run(() => promise);
  running.catch(() => {});
  return { running, resolve, reject };
};

describe('Drain', () => {
  it('hands on what the work made, or how it failed', async () => {
    const reason = new Error('broken');
    await expect(drain.run(async () => 'made')).resolves.toBe('made');
    await expect(drain.run(() => Promise.reject(reason))).rejects.toBe(reason);
  });

  it('counts what is under way, and nothing that has ended', async () => {
    const [first, second] = [begin(), begin()];
    expect(drain.underWay).toBe(2);
    first.resolve('made');
    await first.running;
    expect(drain.underWay).toBe(1);
    second.reject(new Error('broken'));
    await Promise.allSettled([second.running]);
    expect(drain.underWay).toBe(0);
  });

  it('begins nothing once it is closed', async () => {
    const work = vi.fn(async () => 'made');
    await drain.close();
    await expect(drain.run(work)).rejects.toBeInstanceOf(ClosedError);
    expect(work).not.toHaveBeenCalled();
  });

  it('is closed when the last of what was under way has ended, well or badly', async () => {
    const ended: string[] = [];
    const [first, second] = [begin(), begin()];
    const closing = drain.close().then(() => ended.push('closed'));
    first.running.catch(() => ended.push('first'));
    second.running.then(() => ended.push('second')).catch(() => {});
    first.reject(new Error('broken'));
    await Promise.allSettled([first.running]);
    second.resolve('made');
    await closing;
    expect(ended).toEqual(['first', 'second', 'closed']);
  });
});
