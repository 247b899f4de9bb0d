import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { answeredInTime } from './answered-in-time.js';

const never = () => new Promise<string>(() => {});

describe('answeredInTime', () => {
  it('passes an answer on, and leaves nothing behind', async () => {
    const { signal } = new AbortController();
    expect(await answeredInTime(async () => 'word', signal)).toBe('word');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['fails', async () => Promise.reject(new Error('down'))],
    [
      'fails before it asks',
      () => {
        throw new Error('a bug');
      },
    ],
  ])('has no answer when the provider %s', async (_, ask) => {
    expect(await answeredInTime(ask, new AbortController().signal)).toBeUndefined();
  });

  it('does not wait for one that does not notice the signal', async () => {
    const controller = new AbortController();
    const answer = answeredInTime(never, controller.signal);
    controller.abort();
    expect(await answer).toBeUndefined();
    expect(await answeredInTime(never, controller.signal)).toBeUndefined();
  });
});
