import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { orSilent, within } from './within.js';

let clock: ManualClock;
/** What those that waited were told, and when. */
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  told = [];
});

const wait = (waiting: Promise<unknown>) => {
  waiting.then(
    (value) => told.push(`${clock.elapsedMs()}: ${String(value)}`),
    (error: unknown) => told.push(`${clock.elapsedMs()}: ${String(error)}`),
  );
};

describe('within', () => {
  it('is what the work comes to in time, well or badly, and leaves no timer', async () => {
    wait(within(100, clock, Promise.resolve('made'), () => 'late'));
    wait(within(100, clock, Promise.reject(new Error('down')), () => 'late'));
    await clock.advanceAsync(0);
    expect(told).toEqual(['0: made', '0: Error: down']);
    expect(clock.pending).toBe(0);
  });

  it('is something else once the time is over, whatever the work comes to then', async () => {
    const [made, failed] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    for (const { promise } of [made, failed]) wait(within(100, clock, promise, () => 'late'));
    await clock.advanceAsync(100);
    made.resolve('made');
    failed.reject(new Error('down'));
    await clock.advanceAsync(0);
    expect(told).toEqual(['100: late', '100: late']);
  });
});

describe('orSilent', () => {
  it('takes a silence for a failure', async () => {
    wait(orSilent(100, clock, new Promise(() => {})));
    wait(orSilent(100, clock, Promise.resolve('made')));
    await clock.advanceAsync(100);
    expect(told).toEqual(['0: made', '100: Error: Silent for 100 ms.']);
  });
});
