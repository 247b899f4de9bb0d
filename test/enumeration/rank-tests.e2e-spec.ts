import { describe, expect, it } from 'vitest';
import { Dice } from '../simulation/dice.js';
import { differenceBetween, isByChance } from './rank-tests.js';

/** Two samples of pairs with much noise in common, the second shifted. */
function pairs(count: number, shift: number, stream: number) {
  const dice = new Dice(7, stream);
  const noise = Array.from({ length: count }, () => dice.latency(1));
  const draw = (by: number) => noise.map((common) => common + dice.between(0, 1) + by);
  return [draw(0), draw(shift)] as const;
}

/** How many of standard normal deviates are further out than one of twenty is. */
function beyond(deviates: readonly number[]): number {
  return deviates.filter((value) => Math.abs(value) > 1.96).length;
}

describe('differenceBetween', () => {
  it('finds none between samples of one distribution, nineteen times of twenty', () => {
    const runs = Array.from({ length: 400 }, (_, stream) => differenceBetween(...pairs(200, 0, stream)));
    expect(beyond(runs.map(({ z }) => z))).toBeGreaterThan(400 * 0.02);
    expect(beyond(runs.map(({ z }) => z))).toBeLessThan(400 * 0.09);
    // The noise that both of a pair have makes this one rarer.
    expect(beyond(runs.map(({ early }) => early))).toBeLessThan(400 * 0.09);
    expect(runs.every((difference) => isByChance(difference, 200))).toBe(true);
  });

  it('finds a shift of a tenth of the noise, and which way it goes', () => {
    const { z, early, distance } = differenceBetween(...pairs(5_000, 0.1, 0));
    expect(z).toBeLessThan(-10);
    expect(early).toBeLessThan(-5);
    expect(distance).toBeGreaterThan(0.05);
    const [left, right] = pairs(5_000, 0.1, 0);
    expect(differenceBetween(right, left).z).toBeCloseTo(-z, 9);
  });

  it('finds what only the undisturbed times show', () => {
    const dice = new Dice(7, 1);
    const draw = (by: number) =>
      Array.from(
        { length: 2_000 },
        () => 1 + by + dice.between(0, 0.05) + (dice.chance(0.7) ? dice.latency(20) : 0),
      );
    const difference = differenceBetween(draw(0.05), draw(0));
    expect(difference.z).toBeLessThan(4.9);
    expect(difference.early).toBeGreaterThan(10);
    expect(isByChance(difference, 2_000)).toBe(false);
  });

  it('is nothing between equal samples, and everything between samples apart', () => {
    expect(differenceBetween([1, 2, 2, 3], [1, 2, 2, 3])).toMatchObject({ z: 0, distance: 0 });
    expect(differenceBetween([1, 2, 3], [4, 5, 6]).distance).toBeCloseTo(1, 9);
    expect(() => differenceBetween([1], [1, 2])).toThrow(RangeError);
  });
});
