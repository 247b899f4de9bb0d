import type { CountryCode } from 'libphonenumber-js/max';
import type { Purpose } from '../../libs/sms/src/message/outbound-message.js';
import type { Dice } from './dice.js';

/** What somebody will ask the service to send. */
export interface PlannedSend {
  readonly atMs: number;
  readonly purpose: Purpose;
  readonly country: CountryCode;
  readonly avoid?: string;
  /** The number of its idempotency key, and of its recipient; sends without one go to a recipient of their own. */
  readonly key?: number;
  /** When its caller stops wanting it. */
  readonly givenUp:
    | { readonly when: 'never' }
    /** The caller could, and does not. */
    | { readonly when: 'not after all' }
    | { readonly when: 'before' }
    | { readonly when: 'after'; readonly ms: number }
    /** As soon as the send before it ends. */
    | { readonly when: 'with the one before' };
}

export const COUNTRIES = ['GB', 'US', 'DE', 'IN'] as const satisfies readonly CountryCode[];

/** Plans sends in bursts and trickles with lulls between, in order of time. */
export function planTraffic(
  dice: Dice,
  sends: number,
  providers: readonly [string, ...string[]],
): PlannedSend[] {
  const planned: PlannedSend[] = [];
  const codeShare = dice.between(0.3, 1);
  const impatience = dice.chance(0.7) ? 0.1 : 0.4;
  let atMs = 0;
  while (planned.length < sends) {
    const inARow = dice.wholeMagnitude(1, 60);
    const gapMs = dice.pick([0, dice.magnitude(0.1, 10), dice.magnitude(50, 5000)]);
    for (let index = 0; index < inARow && planned.length < sends; index += 1) {
      planned.push({ atMs, ...drawSend(dice, codeShare, impatience, providers) });
      atMs += dice.gap(gapMs);
    }
    if (dice.chance(0.5)) atMs += dice.magnitude(100, 60_000);
  }
  return planned;
}

function drawSend(
  dice: Dice,
  codeShare: number,
  impatience: number,
  providers: readonly [string, ...string[]],
): Omit<PlannedSend, 'atMs'> {
  const avoid = dice.chance(0.2) ? dice.pick([...providers, 'nobody']) : undefined;
  return {
    purpose: dice.chance(codeShare) ? 'one-time-code' : 'notification',
    country: dice.pick(COUNTRIES),
    ...(avoid !== undefined && { avoid }),
    givenUp: dice.chance(impatience) ? drawGivingUp(dice) : { when: dice.pick(['never', 'not after all']) },
  };
}

/** Draws when somebody stops wanting a message. */
export function drawGivingUp(dice: Dice): PlannedSend['givenUp'] {
  const when = dice.pick(['after', 'after', 'after', 'with the one before', 'before']);
  return when === 'after' ? { when, ms: dice.magnitude(0.5, 20_000) } : { when };
}
