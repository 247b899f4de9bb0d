import { CODE_LENGTH } from './one-time-code.js';
import { type ChallengeAsker, DAY_MS, type WrongCodeRules } from './wrong-codes.js';

/** Who may guess, each with tries of their own. */
const ASKERS: readonly ChallengeAsker[] = ['stranger', 'confirmed'];

/** The odds of guessing a code of one number within a day have to stay under this. */
export const MAX_GUESS_ODDS = 1e-4;

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
