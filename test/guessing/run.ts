import 'reflect-metadata';
import { ChallengesConfig, guessesPerDay, guessOddsOf, MAX_GUESS_ODDS } from '@standby/auth';
import { guess } from './guessing-days.ts';

// What the defaults, or the settings in the environment, let somebody guess who uses every try against one number:
// computed, and played for so many days, e.g. `npm run simulate:guessing -- 10000000`.

const days = Number(process.argv[2] ?? 5_000_000);
const challenges = new ChallengesConfig();
const setting = (name: string, fallback: number) => Number(process.env[name] ?? fallback);
const rules = {
  maxAttempts: setting('CODE_MAX_ATTEMPTS', challenges.CODE_MAX_ATTEMPTS),
  waitMs: setting('CODE_WAIT_SECS', challenges.CODE_WAIT_SECS) * 1_000,
  maxWrongPerDay: setting('CODE_MAX_WRONG_PER_DAY', challenges.CODE_MAX_WRONG_PER_DAY),
};

const odds = guessOddsOf(rules);
console.log(`${rules.maxAttempts} tries, then ${rules.waitMs / 1_000} s; ${rules.maxWrongPerDay} a day`);
console.log(`computed: at most ${guessesPerDay(rules)} guesses a day for each kind of asker,`);
console.log(
  `          odds of a hit within a day at most ${odds.toExponential(2)}, allowed are under ${MAX_GUESS_ODDS}`,
);

const played = guess({ rules, days, codes: 1_000_000, random: Math.random }, (done) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${days} days `);
});
const rate = played.successes / played.days;
const error = Math.sqrt(rate / played.days);
console.log(`\nplayed:   ${played.guessesPerDay} guesses a day, ${played.successes} hits in ${days} days,`);
console.log(`          odds ${rate.toExponential(2)} ± ${(2 * error).toExponential(1)}`);
process.exitCode = odds < MAX_GUESS_ODDS && rate - 3 * error < odds ? 0 : 1;
