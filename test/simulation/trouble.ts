import type { GuardedProvider } from '../../libs/sms/src/providers/guarded-provider.js';
import type { Dice } from './dice.js';
import type { Senders } from './senders.js';
import type { VirtualClock } from './virtual-clock.js';

/** What may be hit by trouble that comes from no provider. */
export interface Hit {
  readonly clock: VirtualClock;
  readonly senders: Senders;
  readonly guarded: readonly GuardedProvider[];
}

/** Plans clocks that jump, a process that stands still, probes that prolong a pause, and a shutdown in full flight. */
export function planTrouble(dice: Dice, lengthMs: number, { clock, senders, guarded }: Hit): void {
  const someTime = () => dice.between(0, lengthMs);
  const times = (probability: number) => (dice.chance(probability) ? dice.whole(1, 3) : 0);
  for (let left = times(0.3); left > 0; left -= 1) {
    const jumpMs = dice.between(-1, 1) * dice.magnitude(1, 86_400_000);
    clock.after(someTime(), () => clock.jumpWallClock(jumpMs));
  }
  for (let left = times(0.2); left > 0; left -= 1) {
    const stallMs = dice.magnitude(1, 120_000);
    clock.after(someTime(), () => clock.stall(stallMs));
  }
  for (let left = times(0.3); left > 0; left -= 1) {
    const provider = guarded[dice.whole(0, guarded.length - 1)];
    clock.after(someTime(), () => provider?.breakers.prolong());
  }
  if (dice.chance(0.25)) clock.after(dice.between(0.5, 1) * lengthMs, () => senders.close());
}
