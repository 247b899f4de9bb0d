import { describe, expect, it } from 'vitest';
import { normaliseReceiptOrders } from './receipt-orders.js';

describe('normaliseReceiptOrders', () => {
  it.each([
    [{ outcome: 'eaten' }],
    [{ trouble: 1 }],
    [{ to: '123' }],
    [{ probability: 2 }],
    [{ code: 1.5 }],
    [{ code: null }],
    [{ delayMs: 0.5 }],
    [{ more: 1 }],
    [5],
    ['delivered'],
    [null],
    [[[]]],
  ])('refuses %j', (given) => {
    expect(() => normaliseReceiptOrders(given)).toThrow(/^(".*":|An order )/);
  });

  it.each([[{}], [{ probability: 0.5 }], [{ to: '+15005550010', code: 30_007, delayMs: 0 }]])(
    'reads %j',
    (given) => {
      expect(normaliseReceiptOrders([given])).toMatchObject([given]);
    },
  );
});
