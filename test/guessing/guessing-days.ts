import { DAY_MS, type WrongCodeRules, waitMsOf } from '@standby/auth';

/** What somebody did who guessed at codes of one number for so many days. */
export interface Guessing {
  readonly days: number;
  /** Codes tried on each day, over both kinds of askers. */
  readonly guessesPerDay: number;
  /** Days on which a guess was right. */
  readonly successes: number;
}

/** How somebody guesses, and how often that is tried. */
export interface GuessingPlan {
  readonly rules: WrongCodeRules;
  readonly days: number;
  /** How many codes there are; fewer make guesses right more often. */
  readonly codes: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/**
 * Plays days of somebody who tries a code whenever the rules allow one, as a stranger and with a stolen device token:
 * as many different codes as they allow against one challenge, and then a new one. A day that succeeds is over.
 *
 * @param onProgress is told a hundred times how many days were played
 */
export function guess(plan: GuessingPlan, onProgress: (days: number) => void = () => {}): Guessing {
  const bursts = burstsOfADay(plan.rules);
  // Each kind of asker has the same tries.
  const attempts = [...bursts, ...bursts];
  const step = Math.max(1, Math.floor(plan.days / 100));
  let successes = 0;
  for (let day = 1; day <= plan.days; day += 1) {
    if (attempts.some((guesses) => isHit(guesses, plan))) successes += 1;
    if (day % step === 0) onProgress(day);
  }
  return { days: plan.days, guessesPerDay: attempts.reduce((sum, guesses) => sum + guesses, 0), successes };
}

/** How many codes can be tried against each challenge of a day, one challenge after the other. */
function burstsOfADay(rules: WrongCodeRules): number[] {
  const bursts: number[] = [];
  let times: number[] = [];
  for (let now = 0; now < DAY_MS; ) {
    let guesses = 0;
    while (guesses < rules.maxAttempts && waitMsOf(times, rules, now) === 0) {
      times = [now, ...times];
      guesses += 1;
    }
    if (guesses > 0) bursts.push(guesses);
    now += Math.max(1, waitMsOf(times, rules, now));
  }
  return bursts;
}

/** Whether one of so many different guesses is the code of a challenge. */
function isHit(guesses: number, { codes, random }: GuessingPlan): boolean {
  // All codes are alike: guessing the first few of them is as good as guessing any.
  return Math.floor(random() * codes) < guesses;
}
