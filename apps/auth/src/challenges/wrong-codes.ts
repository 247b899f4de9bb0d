import type { WrongCodeTable } from '@standby/database';
import { DAY_MS } from '../wall-clock.js';

/** How many wrong codes a number may be given before it waits. Times are in ms. */
export interface WrongCodeRules {
  /** Wrong codes in any stretch of `waitMs`. */
  readonly maxAttempts: number;
  readonly waitMs: number;
  /** Wrong codes in any 24 hours. */
  readonly maxWrongPerDay: number;
}

/**
 * Who asks for a code: a `confirmed` device proves that the number was verified on it before, a `stranger` proves
 * nothing. The wrong codes of the two are counted apart, so that no stranger can lock a confirmed device out.
 */
export type ChallengeAsker = WrongCodeTable['asker'];

/** @param times when wrong codes of the last day were tried, in ms, newest first */
export function waitMsOf(times: readonly number[], rules: WrongCodeRules, now: number): number {
  const endOf = (count: number, windowMs: number) => {
    const oldestThatCounts = times[count - 1];
    return oldestThatCounts === undefined ? now : oldestThatCounts + windowMs;
  };
  const free = Math.max(endOf(rules.maxAttempts, rules.waitMs), endOf(rules.maxWrongPerDay, DAY_MS));
  return Math.max(0, free - now);
}

/** Wrong codes that may still be tried now. @param times as of {@link waitMsOf} */
export function triesLeftOf(times: readonly number[], rules: WrongCodeRules, now: number): number {
  const within = (windowMs: number) => times.filter((at) => at > now - windowMs).length;
  const left = Math.min(rules.maxAttempts - within(rules.waitMs), rules.maxWrongPerDay - within(DAY_MS));
  return Math.max(0, left);
}
