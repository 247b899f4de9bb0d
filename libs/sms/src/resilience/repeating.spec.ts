import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Repeating } from './repeating.js';

let clock: ManualClock;
/** When the task was begun, in ms. */
let begun: number[];
let endings: AbortSignal[];

beforeEach(() => {
  clock = new ManualClock();
  begun = [];
  endings = [];
});

const repeating = (task: () => Promise<number>) =>
  new Repeating(clock, (ending) => {
    begun.push(clock.elapsedMs());
    endings.push(ending);
    return task();
  });

describe('Repeating', () => {
  it('does its task again as long after it has ended as that says', async () => {
    const waits = [100, 0, 5000];
    repeating(async () => waits.shift() ?? 5000).start(10);
    await clock.advanceAsync(200);
    expect(begun).toEqual([10, 110, 110]);
  });

  it('does one at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    repeating(() => promise).start(0);
    await clock.advanceAsync(1000);
    expect(begun).toEqual([0]);
    resolve(50);
    await clock.advanceAsync(50);
    expect(begun).toEqual([0, 1050]);
  });

  it('leaves no timer behind once it is stopped, and cannot be started again', async () => {
    const stopped = repeating(async () => 100);
    stopped.start(10);
    await stopped.stop();
    stopped.start(10);
    expect(clock.pending).toBe(0);
  });

  it('tells the task under way that it ends, waits for it, and does it no more', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const stopped = repeating(() => promise);
    stopped.start(0);
    await clock.advanceAsync(0);
    let state = 'stopping';
    const stop = stopped.stop().then(() => {
      state = 'stopped';
    });
    await clock.advanceAsync(0);
    expect([state, endings.map(({ aborted }) => aborted)]).toEqual(['stopping', [true]]);
    resolve(0);
    await stop;
    await clock.advanceAsync(1000);
    expect([begun, clock.pending]).toEqual([[0], 0]);
  });
});
