import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { InStep } from './in-step.js';

let inStep: InStep;
let order: string[];

beforeEach(() => {
  inStep = new InStep();
  order = [];
});

/** Goes on for two steps of its own. */
const goOn = (name: string) =>
  inStep.goOn(() => {
    order.push(`${name}: one`);
    void Promise.resolve().then(() => order.push(`${name}: two`));
  });

describe('InStep', () => {
  it('lets what is ready in one turn take each step together, in the order it came', async () => {
    goOn('a');
    goOn('b');
    expect(order).toEqual([]);
    await setImmediate();
    expect(order).toEqual(['a: one', 'b: one', 'a: two', 'b: two']);
  });

  it('lets what becomes ready later go on later, and everything once', async () => {
    goOn('a');
    await setImmediate();
    goOn('b');
    await setImmediate();
    await setImmediate();
    expect(order).toEqual(['a: one', 'a: two', 'b: one', 'b: two']);
  });
});
