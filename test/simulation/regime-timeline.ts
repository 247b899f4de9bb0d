import type { Dice } from './dice.js';
import { drawRegime, type Regime } from './provider-regime.js';
import { COUNTRIES } from './traffic.js';

/** How one provider behaves as time goes by: outages begin, and end. */
export class RegimeTimeline {
  readonly #spells: { readonly untilMs: number; readonly regime: Regime }[] = [];
  #current = 0;

  constructor(dice: Dice, lengthMs: number) {
    const meanMs = dice.magnitude(lengthMs / 30 + 1, lengthMs + 2);
    for (let atMs = 0; atMs <= lengthMs; ) {
      atMs += dice.gap(meanMs);
      this.#spells.push({ untilMs: atMs, regime: drawRegime(dice, COUNTRIES) });
    }
    this.#spells.push({ untilMs: Number.POSITIVE_INFINITY, regime: drawRegime(dice, COUNTRIES) });
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
