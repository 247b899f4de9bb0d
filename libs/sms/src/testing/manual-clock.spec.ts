import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from './manual-clock.js';

let clock: ManualClock;
let log: string[];

beforeEach(() => {
  clock = new ManualClock(1000);
  log = [];
});

const note = (name: string) => () => log.push(`${name} at ${clock.elapsedMs()}`);

describe('ManualClock', () => {
  it('runs due tasks in order of time, each at its own time', () => {
    clock.schedule(20, note('late'));
    clock.schedule(10, note('early'));
    clock.schedule(10, note('early too'));
    clock.schedule(31, note('not yet'));
    clock.advance(30);
    expect(log).toEqual(['early at 10', 'early too at 10', 'late at 20']);
    expect(clock.elapsedMs()).toBe(30);
    expect(clock.pending).toBe(1);
  });

  it('runs tasks that tasks have scheduled', () => {
    clock.schedule(10, () => clock.schedule(5, note('inner')));
    clock.advance(15);
    expect(log).toEqual(['inner at 15']);
  });

  it('runs no cancelled task', () => {
    const cancel = clock.schedule(10, note('cancelled'));
    clock.schedule(5, cancel);
    clock.advance(10);
    expect(log).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('lets promises schedule before it goes on', async () => {
    const chain = new Promise<void>((resolve) => clock.schedule(10, resolve)).then(() =>
      clock.schedule(10, note('second')),
    );
    await clock.advanceAsync(20);
    await chain;
    expect(log).toEqual(['second at 20']);
  });

  it('moves the wall clock with time, and by itself without touching tasks or elapsed time', () => {
    clock.schedule(10, note('task'));
    clock.advance(4);
    clock.jumpWallClock(-500);
    expect(clock.wallMs()).toBe(504);
    expect(clock.elapsedMs()).toBe(4);
    expect(log).toEqual([]);
  });
});
