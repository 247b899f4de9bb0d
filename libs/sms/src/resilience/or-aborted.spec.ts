import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { orAborted } from './or-aborted.js';

let caller: AbortController;
let work: PromiseWithResolvers<string>;

beforeEach(() => {
  caller = new AbortController();
  work = Promise.withResolvers();
});

const listeners = () => getEventListeners(caller.signal, 'abort').length;

describe('orAborted', () => {
  it('settles as the work does, well or badly, and leaves nothing behind', async () => {
    const made = orAborted(work.promise, caller.signal);
    expect(listeners()).toBe(1);
    work.resolve('made');
    await expect(made).resolves.toBe('made');
    const broken = new Error('broken');
    await expect(orAborted(Promise.reject(broken), caller.signal)).rejects.toBe(broken);
    expect(listeners()).toBe(0);
  });

  it('is given up for the reason of the signal, or for one of its own', async () => {
    const reason = new Error('enough');
    const plain = orAborted(work.promise, caller.signal);
    const own = orAborted(work.promise, caller.signal, () => 'own');
    caller.abort(reason);
    await expect(plain).rejects.toBe(reason);
    await expect(own).rejects.toBe('own');
  });

  it('is given up at once where the signal was aborted before, though the work has ended', async () => {
    caller.abort('before');
    await expect(orAborted(Promise.resolve('made'), caller.signal)).rejects.toBe('before');
    expect(listeners()).toBe(0);
  });

  it('swallows how work ends that was given up', async () => {
    const given = orAborted(work.promise, caller.signal);
    caller.abort('enough');
    await expect(given).rejects.toBe('enough');
    work.reject(new Error('too late'));
    await expect(given).rejects.toBe('enough');
  });
});
