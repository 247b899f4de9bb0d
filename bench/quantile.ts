/**
 * The value that `share` of the values do not exceed; `NaN` of none.
 *
 * @param share in [0, 1]
 */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(0, Math.ceil(values.length * share) - 1);
  return values.toSorted((a, b) => a - b)[rank] ?? Number.NaN;
}

/** The middle one of the values; of an even number, the smaller of the two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
