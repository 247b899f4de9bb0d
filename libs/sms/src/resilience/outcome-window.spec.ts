import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../testing/seeded-random.js';
import { OutcomeWindow } from './outcome-window.js';

const WINDOW_MS = 1000;
let window: OutcomeWindow;

beforeEach(() => {
  window = new OutcomeWindow(WINDOW_MS);
});

describe('OutcomeWindow', () => {
  it('starts empty', () => {
    expect(window.totals(0)).toEqual({ calls: 0, failures: 0, slow: 0 });
  });

  it('counts calls, failures and slow calls apart', () => {
    window.add('success', 'usual', 0);
    window.add('failure', 'usual', 1);
    window.add('success', 'slow', 500);
    window.add('failure', 'slow', 999);
    expect(window.totals(999)).toEqual({ calls: 4, failures: 2, slow: 2 });
  });

  it('forgets a call once the window has passed', () => {
    window.add('failure', 'slow', 0);
    expect(window.totals(WINDOW_MS - 1).calls).toBe(1);
    expect(window.totals(WINDOW_MS).calls).toBe(0);
  });

  it('forgets a slice at a time', () => {
    window.add('failure', 'usual', 0);
    window.add('failure', 'usual', 99);
    window.add('failure', 'usual', 100);
    expect(window.totals(1000).failures).toBe(1);
    expect(window.totals(1100).failures).toBe(0);
  });

  it('forgets all after a long silence', () => {
    for (let now = 0; now < WINDOW_MS; now += 10) window.add('failure', 'usual', now);
    window.add('success', 'usual', 1_000_000);
    expect(window.totals(1_000_000)).toEqual({ calls: 1, failures: 0, slow: 0 });
  });

  it('is never more than a slice away from an exact count', () => {
    const random = seededRandom(3);
    const times: number[] = [];
    for (let now = 0; times.length < 2000; now += random() * 20) {
      times.push(now);
      window.add('success', 'usual', now);
      const since = (ms: number) => times.filter((time) => time > now - ms).length;
      const { calls } = window.totals(now);
      expect(calls).toBeLessThanOrEqual(since(WINDOW_MS));
      expect(calls).toBeGreaterThanOrEqual(since(WINDOW_MS * 0.9));
    }
  });
});
