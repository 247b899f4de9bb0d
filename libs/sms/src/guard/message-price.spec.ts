import { expect, it } from 'vitest';
import { costMicrosOf } from './message-price.js';

it('costs the price of its country for each segment, or the usual one', () => {
  const prices = { usdPerSegment: 0.05, byCountry: new Map([['US', 0.0079]]) };
  expect(costMicrosOf(prices, 'GB', 2)).toBe(100_000);
  expect(costMicrosOf(prices, 'US', 1)).toBe(7_900);
});
