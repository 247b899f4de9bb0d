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
    window.add(false, false, 0);
    window.add(true, false, 1);
    window.add(false, true, 500);
    window.add(true, true, 999);
    expect(window.totals(999)).toEqual({ calls: 4, failures: 2, slow: 2 });
  });

  it('forgets a call once the window has passed', () => {
    window.add(true, true, 0);
    expect(window.totals(WINDOW_MS - 1).calls).toBe(1);
    expect(window.totals(WINDOW_MS).calls).toBe(0);
  });

  it('forgets a slice at a time', () => {
    window.add(true, false, 0);
    window.add(true, false, 99);
    window.add(true, false, 100);
    expect(window.totals(1000).failures).toBe(1);
    expect(window.totals(1100).failures).toBe(0);
  });

  it('forgets all after a long silence', () => {
    for (let now = 0; now < WINDOW_MS; now += 10) window.add(true, false, now);
    window.add(false, false, 1_000_000);
    expect(window.totals(1_000_000)).toEqual({ calls: 1, failures: 0, slow: 0 });
  });

  it('is never more than a slice away from an exact count', () => {
    const random = seededRandom(3);
    const times: number[] = [];
    for (let now = 0; times.length < 2000; now += random() * 20) {
      times.push(now);
      window.add(false, false, now);
      const since = (ms: number) => times.filter((time) => time > now - ms).length;
      const { calls } = window.totals(now);
      expect(calls).toBeLessThanOrEqual(since(WINDOW_MS));
      expect(calls).toBeGreaterThanOrEqual(since(WINDOW_MS * 0.9));
    }
  });
});
