import type { AppConfig } from '../app.config.js';
import { challengeSettingsOf } from '../challenges/challenge-settings.js';
import type { ChallengesConfig } from '../challenges/challenges.config.js';
import { fixedCodeDaysOf, guessOddsOf, MAX_GUESS_ODDS } from '../challenges/guess-odds.js';
import { isWeakCode, parseTestNumbers, type TestNumber } from '../challenges/test-numbers.js';
import { DAY_MS } from '../wall-clock.js';
import type { EnvironmentFault } from './environment-error.js';

/** Faults of the settings of challenges: each may be fine by itself, and not together with others. */
export function challengeFaults(
  app: AppConfig,
  challenges: ChallengesConfig,
  now: number,
): EnvironmentFault[] {
  return [...guessFaults(challenges), ...testNumberFaults(app, challenges, now)];
}

function guessFaults(challenges: ChallengesConfig): EnvironmentFault[] {
  const odds = guessOddsOf(challengeSettingsOf(challenges));
  if (odds < MAX_GUESS_ODDS) return [];
  const variable = 'CODE_MAX_WRONG_PER_DAY';
  return [
    {
      variable,
      message: `${variable} is too high with this CODE_MAX_ATTEMPTS and CODE_WAIT_SECS: within a day a code of one number would be guessed with odds of ${oneIn(odds)}, which must be under ${oneIn(MAX_GUESS_ODDS)}`,
    },
  ];
}

function oneIn(odds: number): string {
  return `1 in ${Math.floor(1 / odds)}`;
}

function testNumberFaults(app: AppConfig, challenges: ChallengesConfig, now: number): EnvironmentFault[] {
  const variable = 'AUTH_TEST_NUMBERS';
  const numbers = parseTestNumbers(challenges.AUTH_TEST_NUMBERS ?? '');
  if (numbers === undefined)
    return [
      {
        variable,
        message: `${variable} must be entries such as +15005550009=482913@2027-01-01 with commas, no number twice`,
      },
    ];
  if (app.NODE_ENV !== 'production') return [];
  const unnamed = unnamedFaults(numbers, challenges);
  if (unnamed.length > 0) return unnamed;
  if (numbers.some(({ code }) => isWeakCode(code)))
    return [{ variable, message: `${variable} has a code of one digit or of digits in a row` }];
  const days = fixedCodeDaysOf(challengeSettingsOf(challenges));
  if (numbers.every(({ endsAt }) => endsAt <= now + days * DAY_MS)) return [];
  return [
    {
      variable,
      message: `${variable} has a number that would keep its code for longer than ${days} days, the most with this CODE_MAX_ATTEMPTS, CODE_WAIT_SECS and CODE_MAX_WRONG_PER_DAY; bring its last day nearer`,
    },
  ];
}

function unnamedFaults(
  numbers: readonly TestNumber[],
  { AUTH_TEST_NUMBERS_IN_PRODUCTION = '' }: ChallengesConfig,
): EnvironmentFault[] {
  const variable = 'AUTH_TEST_NUMBERS_IN_PRODUCTION';
  const named = AUTH_TEST_NUMBERS_IN_PRODUCTION.split(',').map((number) => number.trim());
  const unnamed = numbers.filter(({ e164 }) => !named.includes(e164));
  if (unnamed.length === 0) return [];
  return [
    {
      variable,
      message: `${variable} must name each number of AUTH_TEST_NUMBERS that production may have; ${unnamed.length} are not named`,
    },
  ];
}
