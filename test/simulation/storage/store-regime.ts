import type { Dice } from '../dice.js';

const NAMES = ['quick', 'slow', 'silent', 'refusing'] as const;

/** A manner a store behaves in for a while. */
export interface StoreRegime {
  readonly name: (typeof NAMES)[number];
  /** Median time to an answer in good health, in ms. */
  readonly medianMs: number;
  /** Share of operations that this regime is about; the others go as in good health. */
  readonly share: number;
}

/** How one operation goes; all times in ms from its start. */
export interface OperationScript {
  /** What a store without an answer has done is not known to whoever asked. */
  readonly takesEffect: 'at once' | 'with its answer' | 'never';
  readonly answeredAfterMs: number | 'never';
  readonly answer: 'told' | 'refused';
}

/** Draws a regime; every other one, and more, is good health. */
export function drawStoreRegime(dice: Dice): StoreRegime {
  return {
    name: dice.chance(0.5) ? 'quick' : dice.pick(NAMES),
    medianMs: dice.magnitude(0.1, 20),
    share: dice.chance(0.6) ? 1 : dice.between(0.1, 0.9),
  };
}

/** Draws how one operation under this regime goes. */
export function drawOperation({ name, medianMs, share }: StoreRegime, dice: Dice): OperationScript {
  const quick: OperationScript = {
    takesEffect: dice.pick(['at once', 'with its answer']),
    answeredAfterMs: dice.latency(medianMs),
    answer: 'told',
  };
  if (!dice.chance(share)) return quick;
  switch (name) {
    case 'quick':
      return quick;
    case 'slow':
      return { ...quick, answeredAfterMs: dice.latency(medianMs) * dice.magnitude(20, 2000) };
    case 'silent':
      return dice.chance(0.3)
        ? { ...quick, answeredAfterMs: dice.magnitude(500, 60_000) }
        : { ...quick, takesEffect: dice.pick(['at once', 'never']), answeredAfterMs: 'never' };
    case 'refusing':
      return { ...quick, takesEffect: dice.chance(0.3) ? 'at once' : 'never', answer: 'refused' };
    default:
      return name satisfies never;
  }
}
