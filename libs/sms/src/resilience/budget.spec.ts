import { beforeEach, describe, expect, it } from 'vitest';
import { Budget } from './budget.js';

let budget: Budget;

beforeEach(() => {
  budget = new Budget({ capacity: 3, perCall: 0.25 });
});

const spendAll = () => {
  let spent = 0;
  while (budget.trySpend()) spent += 1;
  return spent;
};

describe('Budget', () => {
  it('holds its capacity at first, and no more is spent', () => {
    expect(spendAll()).toBe(3);
    expect(budget.tokens).toBe(0);
  });

  it('earns a share with every call', () => {
    spendAll();
    budget.earn(3);
    expect(budget.trySpend()).toBe(false);
    budget.earn();
    expect(budget.trySpend()).toBe(true);
  });

  it('keeps a fraction that is too little to spend', () => {
    spendAll();
    budget.earn();
    expect(budget.trySpend()).toBe(false);
    expect(budget.tokens).toBe(0.25);
  });

  it('gives back a whole token', () => {
    spendAll();
    budget.refund();
    expect(spendAll()).toBe(1);
  });

  it('never holds more than its capacity', () => {
    budget.earn(1000);
    budget.refund();
    expect(budget.tokens).toBe(3);
  });
});
