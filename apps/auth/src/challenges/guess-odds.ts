import { DAY_MS } from '../wall-clock.js';
import { CODE_LENGTH } from './one-time-code.js';
import type { ChallengeAsker, WrongCodeRules } from './wrong-codes.js';

/** Who may guess, each with tries of their own. */
const ASKERS: readonly ChallengeAsker[] = ['stranger', 'confirmed'];

/** The odds of guessing a code of one number within a day have to stay under this. */
export const MAX_GUESS_ODDS = 1e-4;

/**
 * The odds of guessing a code that stays the same, over its whole life, have to stay under this: what ten days of guessing
 * at any other number may come to.
 */
export const MAX_FIXED_CODE_ODDS = 10 * MAX_GUESS_ODDS;

/**
 * Most codes that one kind of asker can try against one number within any 24 hours, however cleverly the tries are
 * timed and over however many challenges they are spread.
 */
export function guessesPerDay({ maxAttempts, waitMs, maxWrongPerDay }: WrongCodeRules): number {
  return Math.min(maxWrongPerDay, maxAttempts * (Math.floor(DAY_MS / waitMs) + 1));
}

/**
 * Odds that somebody who uses up every try against one number, as a stranger and with a device token too, hits a code
 * within a day. Each try hits with a chance of 1 in 10^{@link CODE_LENGTH}, and the sum bounds the union.
 */
export function guessOddsOf(rules: WrongCodeRules): number {
  return (ASKERS.length * guessesPerDay(rules)) / 10 ** CODE_LENGTH;
}

/**
 * How many days a number may keep one code, so that somebody who never tries one twice hits it with odds under
 * {@link MAX_FIXED_CODE_ODDS}. Strangers alone count: whoever has a device token of such a number has known its code.
 */
export function fixedCodeDaysOf(rules: WrongCodeRules): number {
  return Math.ceil((MAX_FIXED_CODE_ODDS * 10 ** CODE_LENGTH) / guessesPerDay(rules)) - 1;
}
