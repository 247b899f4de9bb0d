/** How differently two samples are distributed. */
export interface Difference {
  /**
   * Wilcoxon's signed-rank statistic over pairs, as a standard normal deviate. Under "it makes no difference which of a
   * pair came first" it is one whatever the noise is like, as long as the order was drawn by lot.
   */
  readonly z: number;
  /**
   * Which side is more often among the fastest fifth of its time, as a standard normal deviate; positive when the right
   * one is. What else runs on the machine only ever adds to a time, so this looks at the times it added nothing to.
   */
  readonly early: number;
  /** Kolmogorov's distance between the two distributions, 0 to 1. */
  readonly distance: number;
}

/** Pairs that were measured close enough to each other to be compared with each other. */
const BLOCK = 50;
const FASTEST = 0.2;
/** What chance alone goes over in one of a million runs. */
const MOST_Z = 4.9;
/** The same for the distance of so many pairs. @see Kolmogorov's distribution, whose quantile at 1e-6 is 2.7 */
const mostDistance = (pairs: number) => 2.7 * Math.sqrt(2 / pairs);

/** Whether chance alone makes samples of so many pairs this different. */
export function isByChance({ z, early, distance }: Difference, pairs: number): boolean {
  return Math.abs(z) < MOST_Z && Math.abs(early) < MOST_Z && distance < mostDistance(pairs);
}

/** Compares two samples of equal length, pair by pair and as a whole. @throws {RangeError} when the lengths differ */
export function differenceBetween(left: readonly number[], right: readonly number[]): Difference {
  if (left.length !== right.length) throw new RangeError('Pairs have two sides.');
  return {
    z: signedRankZ(left, right),
    early: earlyZ(left, right),
    distance: kolmogorovDistance(left, right),
  };
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

function earlyZ(left: readonly number[], right: readonly number[]): number {
  let surplus = 0;
  let variance = 0;
  for (let start = 0; start < left.length; start += BLOCK) {
    const sides = [left, right].map((side) => side.slice(start, start + BLOCK));
    const all = sides.flatMap((times, side) => times.map((time) => ({ time, side })));
    const drawn = Math.max(1, Math.floor(all.length * FASTEST));
    const fastest = all.toSorted((one, other) => one.time - other.time).slice(0, drawn);
    surplus += fastest.filter(({ side }) => side === 1).length - drawn / 2;
    // Of a draw without replacement, half of the lot being of either side.
    variance += (drawn / 4) * ((all.length - drawn) / Math.max(1, all.length - 1));
  }
  return variance === 0 ? 0 : surplus / Math.sqrt(variance);
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
