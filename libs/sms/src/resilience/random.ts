/** A number in [0, 1); seeded in tests and simulation. */
export type Random = () => number;

export const RANDOM = Symbol('RANDOM');
