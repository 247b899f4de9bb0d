/** How differently two samples are distributed. */
export interface Difference {
  /**
   * Wilcoxon's signed-rank statistic over pairs, as a standard normal deviate. Under "it makes no difference which of a
   * pair came first" it is one whatever the noise is like, as long as the order was drawn by lot.
   */
  readonly z: number;
  /** Kolmogorov's distance between the two distributions, 0 to 1. */
  readonly distance: number;
}

/** Compares two samples of equal length, pair by pair and as a whole. @throws {RangeError} when the lengths differ */
export function differenceBetween(left: readonly number[], right: readonly number[]): Difference {
  if (left.length !== right.length) throw new RangeError('Pairs have two sides.');
  return { z: signedRankZ(left, right), distance: kolmogorovDistance(left, right) };
}

function signedRankZ(left: readonly number[], right: readonly number[]): number {
  const differences = left
    .map((value, index) => value - (right[index] ?? Number.NaN))
    .filter((difference) => difference !== 0);
  const bySize = differences.toSorted((one, other) => Math.abs(one) - Math.abs(other));
  let sum = 0;
  let squares = 0;
  for (const [index, difference] of bySize.entries()) {
    sum += Math.sign(difference) * (index + 1);
    squares += (index + 1) ** 2;
  }
  return squares === 0 ? 0 : sum / Math.sqrt(squares);
}

function kolmogorovDistance(left: readonly number[], right: readonly number[]): number {
  const ordered = [
    ...left.map((value) => ({ value, step: 1 / left.length })),
    ...right.map((value) => ({ value, step: -1 / right.length })),
  ].toSorted((one, other) => one.value - other.value);
  let gap = 0;
  let widest = 0;
  for (const [index, { value, step }] of ordered.entries()) {
    gap += step;
    // Equal values are one step of the distribution.
    if (ordered[index + 1]?.value !== value) widest = Math.max(widest, Math.abs(gap));
  }
  return widest;
}
