import { describe, expect, it } from 'vitest';
import { costMicrosOf, estimatedCostOf, type PriceTable } from './message-price.js';

const PRICES: PriceTable = { usdPerSegment: 0.05, byCountry: new Map([['US', 0.0079]]) };

describe('the price of a message', () => {
  it('is that of its country for each segment, or the usual one', () => {
    expect(costMicrosOf(PRICES, 'GB', 2)).toBe(100_000);
    expect(costMicrosOf(PRICES, 'US', 1)).toBe(7_900);
  });

  it('is an amount of US dollars, and none where no table is given', () => {
    expect(estimatedCostOf(PRICES, 'US', 3)).toEqual({ amount: 0.0237, currency: 'USD' });
    expect(estimatedCostOf(undefined, 'US', 3)).toBeUndefined();
  });
});
