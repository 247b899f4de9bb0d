/** The engine did what it must never do; `npm run simulate -- --seed <seed>` shows it again. */
export class BrokenInvariantError extends Error {
  override readonly name = 'BrokenInvariantError';

  constructor(
    readonly seed: number,
    /** The invariant, as the name of the function that states it. */
    readonly invariant: string,
    /** Where it was seen. */
    readonly where: string,
  ) {
    super(`Seed ${seed} breaks "${invariant}": ${where}. See it happen: npm run simulate -- --seed ${seed}`);
  }
}
