import type { PhoneNumber } from '../../../libs/sms/src/message/phone-number.js';
import type { Dice } from '../dice.js';
import { COUNTRIES } from '../traffic.js';

const CALLING_CODES: Record<string, string> = { GB: '+447400', US: '+1415', DE: '+49151', IN: '+91981' };

/** A text somebody waits for, however many messages carry it. */
export interface SimulatedCode {
  /** Counted from 1. */
  readonly index: number;
  readonly to: PhoneNumber;
  readonly text: string;
  readonly purpose: 'one-time-code' | 'notification';
  readonly validForSeconds: number;
  readonly beginsAtMs: number;
  /** When its person asks for it again, if nothing came by then; in ms from its beginning. */
  readonly asksAgainAfterMs: number | 'never';
  /** Ids of the messages that carry it, the latest last: of those the caller was told of. */
  readonly messageIds: string[];
  state: 'waited for' | 'verified' | 'expired';
}

/** Plans codes, and now and then a notification, in order of time. */
export function planCodes(dice: Dice, count: number): SimulatedCode[] {
  const codeShare = dice.between(0.7, 1);
  let beginsAtMs = 0;
  return Array.from({ length: count }, (_, place) => {
    beginsAtMs += dice.gap(dice.pick([50, 500, 3000]));
    const index = place + 1;
    const country = dice.pick(COUNTRIES);
    const digits = String(index).padStart(6, '0');
    return {
      index,
      to: { e164: `${CALLING_CODES[country]}${digits}`, country },
      text: `${digits} is your code.`,
      purpose: dice.chance(codeShare) ? 'one-time-code' : 'notification',
      validForSeconds: dice.wholeMagnitude(20, 120),
      beginsAtMs,
      asksAgainAfterMs: dice.chance(0.25) ? dice.magnitude(2000, 60_000) : 'never',
      messageIds: [],
      state: 'waited for',
    };
  });
}

/** How a trace calls it. */
export function nameOf({ index, purpose, to }: SimulatedCode): string {
  return `#${index} (${purpose} to ${to.country})`;
}
