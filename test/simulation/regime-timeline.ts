import type { Dice } from './dice.js';

/** How somebody behaves as time goes by: one regime after the other, so that outages begin, and end. */
export class RegimeTimeline<Regime> {
  readonly #spells: { readonly untilMs: number; readonly regime: Regime }[] = [];
  #current = 0;

  constructor(dice: Dice, lengthMs: number, draw: (dice: Dice) => Regime) {
    const meanMs = dice.magnitude(lengthMs / 30 + 1, lengthMs + 2);
    for (let atMs = 0; atMs <= lengthMs; ) {
      atMs += dice.gap(meanMs);
      this.#spells.push({ untilMs: atMs, regime: draw(dice) });
    }
    this.#spells.push({ untilMs: Number.POSITIVE_INFINITY, regime: draw(dice) });
  }

  /** @param nowMs never less than in an earlier call */
  regimeAt(nowMs: number): Regime {
    for (;;) {
      const spell = this.#spells[this.#current];
      if (spell === undefined) throw new RangeError('Time is past its end.');
      if (nowMs < spell.untilMs) return spell.regime;
      this.#current += 1;
    }
  }
}
