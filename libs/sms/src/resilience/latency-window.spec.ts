import { beforeEach, describe, expect, it } from 'vitest';
import { LatencyWindow } from './latency-window.js';

let window: LatencyWindow;

beforeEach(() => {
  window = new LatencyWindow();
});

const add = (count: number, tookMs: (index: number) => number) => {
  for (let index = 0; index < count; index += 1) window.add(tookMs(index));
};

describe('LatencyWindow', () => {
  it('knows nothing until it has seen 16 calls', () => {
    add(15, () => 10);
    expect(window.quantileMs(0.5)).toBeUndefined();
    add(1, () => 10);
    expect(window.quantileMs(0.5)).toBe(10);
  });

  it.each([0.5, 0.95, 0.99, 1])(
    'tells what a share of %d of the calls kept to, whatever their order',
    (share) => {
      add(112, (index) => 112 - index);
      const tookMs = window.quantileMs(share) ?? 0;
      expect(tookMs).toBeGreaterThanOrEqual(112 * share);
      expect(tookMs).toBeLessThanOrEqual(112 * share + 1);
    },
  );

  it('forgets all but the last 128 calls', () => {
    add(128, () => 5000);
    add(128, () => 10);
    expect(window.quantileMs(1)).toBe(10);
  });
});
