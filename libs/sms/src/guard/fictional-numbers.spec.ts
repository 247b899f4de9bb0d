import { describe, expect, it } from 'vitest';
import { isFictional } from './fictional-numbers.js';

describe('isFictional', () => {
  it.each(['+12025550100', '+14165550199', '+61491570110', '+61491570156', '+46701740605', '+46701740699'])(
    'knows %s for kept for fiction',
    (e164) => {
      expect(isFictional(e164)).toBe(true);
    },
  );

  it.each([
    '+12025550099',
    '+12025550200',
    '+12025551234',
    '+14155552671',
    '+61491570160',
    '+46701740604',
    '+46701740700',
    '+447400900123',
    '+442025550100',
  ])('takes %s for a number somebody may have', (e164) => {
    expect(isFictional(e164)).toBe(false);
  });
});
