import { describe, expect, it } from 'vitest';
import { InvalidFaultError, normaliseFaults } from './fault-orders.js';
import { FAULTS } from './faults.js';

const CODES = new Set(['21610', '30008']);

describe('normaliseFaults', () => {
  it.each(Object.keys(FAULTS).filter((name) => name !== 'error-code'))(
    'reads %s without settings',
    (fault) => {
      expect(normaliseFaults({ fault }, CODES)).toMatchObject([{ fault, probability: 1 }]);
    },
  );

  it('fills in how late an answer is', () => {
    expect(normaliseFaults({ fault: 'latency' }, CODES)).toMatchObject([{ latencyMs: 3_000 }]);
    expect(normaliseFaults({ fault: 'slow-drip' }, CODES)).toMatchObject([{ latencyMs: 200 }]);
  });

  it('keeps the order of several faults', () => {
    const faults = [
      { fault: 'hang', probability: 0.25 },
      { fault: 'error-code', code: 21610, probability: 0.75 },
    ];
    expect(normaliseFaults({ faults }, CODES)).toEqual(faults);
  });

  it.each([
    ['no object', 'hang', /JSON object/],
    ['an unknown fault', { fault: 'explode' }, /must be one of: healthy, latency/],
    ['an inherited name', { fault: 'toString' }, /must be one of/],
    [
      'a setting of another fault',
      { fault: 'hang', latencyMs: 5 },
      /Unknown: latencyMs\. Allowed here: fault/,
    ],
    ['a probability above one', { fault: 'hang', probability: 1.1 }, /from 0 to 1/],
    ['a latency below a millisecond', { fault: 'latency', latencyMs: 0 }, /from 1 to 600000/],
    ['a latency in words', { fault: 'latency', latencyMs: '5' }, /whole number/],
    ['an error code left out', { fault: 'error-code' }, /needs "code"/],
    ['an undocumented code', { fault: 'error-code', code: 99999 }, /must be one of: 21610, 30008/],
    ['a list that is none', { faults: 'hang' }, /must be a list/],
    ['shares above one together', { faults: [{ fault: 'hang' }, { fault: 'refused' }] }, /add up to 2/],
  ])('refuses %s and says what is allowed', (_, order, message) => {
    expect(() => normaliseFaults(order, CODES)).toThrow(InvalidFaultError);
    expect(() => normaliseFaults(order, CODES)).toThrow(message);
  });
});
