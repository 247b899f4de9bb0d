import type { Dice } from '../dice.js';
import { drawGivingUp, type PlannedSend } from '../traffic.js';

/**
 * Gives some sends a key, and has them asked for again under it: at the same time, soon after, or much later. They are
 * as many in all as before.
 */
export function withKeys(planned: readonly PlannedSend[], dice: Dice): PlannedSend[] {
  const keyedShare = dice.pick([0.2, 0.6, 1]);
  const sends = planned.flatMap((send, index): PlannedSend[] => {
    if (!dice.chance(keyedShare)) return [send];
    const first = { ...send, key: index + 1 };
    return [first, ...Array.from({ length: dice.pick([1, 1, 3]) }, () => repeated(first, dice))];
  });
  return sends.toSorted((a, b) => a.atMs - b.atMs).slice(0, planned.length);
}

function repeated(send: PlannedSend, dice: Dice): PlannedSend {
  const afterMs = dice.pick([0, dice.magnitude(0.1, 2000), dice.magnitude(1000, 60_000)]);
  const givenUp: PlannedSend['givenUp'] = dice.chance(0.1) ? drawGivingUp(dice) : { when: 'never' };
  return { ...send, atMs: send.atMs + afterMs, givenUp };
}
