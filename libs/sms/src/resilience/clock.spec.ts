import { describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.js';

const afterTheTimers = () => new Promise<void>((resolve) => systemClock.schedule(1, resolve));

describe('systemClock', () => {
  it('runs a task once, unless it is cancelled', async () => {
    const run = vi.fn();
    const cancelled = vi.fn();
    systemClock.schedule(0, run);
    systemClock.schedule(0, cancelled)();
    await afterTheTimers();
    expect(run).toHaveBeenCalledOnce();
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('takes elapsed time from the monotonic clock and not from the wall', () => {
    const wall = vi.spyOn(Date, 'now').mockReturnValue(42);
    expect(systemClock.wallMs()).toBe(42);
    const first = systemClock.elapsedMs();
    wall.mockReturnValue(0);
    expect(systemClock.elapsedMs()).toBeGreaterThanOrEqual(first);
    wall.mockRestore();
  });
});
