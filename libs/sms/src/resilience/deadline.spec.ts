import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { Deadline } from './deadline.js';

describe('Deadline', () => {
  it('has less left as time goes by, and never less than nothing', () => {
    const clock = new ManualClock();
    clock.advance(50);
    const deadline = new Deadline(clock, 100);
    expect(deadline.remainingMs()).toBe(100);
    clock.advance(99);
    expect(deadline.remainingMs()).toBe(1);
    clock.advance(500);
    expect(deadline.remainingMs()).toBe(0);
  });

  it('is not moved by the wall clock', () => {
    const clock = new ManualClock();
    const deadline = new Deadline(clock, 100);
    clock.jumpWallClock(86_400_000);
    expect(deadline.remainingMs()).toBe(100);
  });
});
