import { describe, expect, it } from 'vitest';
import { Dice } from '../simulation/dice.js';
import { differenceBetween } from './rank-tests.js';

/** Two samples of pairs with much noise in common, the second shifted. */
function pairs(count: number, shift: number, stream: number) {
  const dice = new Dice(7, stream);
  const noise = Array.from({ length: count }, () => dice.latency(1));
  const draw = (by: number) => noise.map((common) => common + dice.between(0, 1) + by);
  return [draw(0), draw(shift)] as const;
}

describe('differenceBetween', () => {
  it('finds none between samples of one distribution, nineteen times of twenty', () => {
    const z = Array.from({ length: 400 }, (_, stream) => differenceBetween(...pairs(200, 0, stream)).z);
    const beyond = z.filter((value) => Math.abs(value) > 1.96).length;
    expect(beyond).toBeGreaterThan(400 * 0.02);
    expect(beyond).toBeLessThan(400 * 0.09);
  });

  it('finds a shift of a tenth of the noise, and which way it goes', () => {
    const { z, distance } = differenceBetween(...pairs(5_000, 0.1, 0));
    expect(z).toBeLessThan(-10);
    expect(distance).toBeGreaterThan(0.05);
    const [left, right] = pairs(5_000, 0.1, 0);
    expect(differenceBetween(right, left).z).toBeCloseTo(-z, 9);
  });

  it('is nothing between equal samples, and everything between samples apart', () => {
    expect(differenceBetween([1, 2, 2, 3], [1, 2, 2, 3])).toEqual({ z: 0, distance: 0 });
    expect(differenceBetween([1, 2, 3], [4, 5, 6]).distance).toBeCloseTo(1, 9);
    expect(() => differenceBetween([1], [1, 2])).toThrow(RangeError);
  });
});
