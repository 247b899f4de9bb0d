import { describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { ChallengesConfig } from '../challenges/challenges.config.js';
import { challengeFaults } from './challenge-faults.js';

const NOW = Date.parse('2026-12-01T12:00:00Z');

/** Whether a test number may be in force up to a day. */
const isAllowed = (lastDay: string, settings: Partial<AppConfig & ChallengesConfig> = {}) => {
  const app = Object.assign(new AppConfig(), { NODE_ENV: 'production' }, settings);
  const challenges = Object.assign(
    new ChallengesConfig(),
    {
      AUTH_TEST_NUMBERS: `+15005550009=482913@${lastDay}`,
      AUTH_TEST_NUMBERS_IN_PRODUCTION: '+15005550009',
    },
    settings,
  );
  const faults = challengeFaults(app, challenges, NOW);
  expect(faults.map(({ variable }) => variable)).toEqual(faults.length === 0 ? [] : ['AUTH_TEST_NUMBERS']);
  return faults.length === 0;
};

describe('challengeFaults', () => {
  it('let production have a test number for 33 days with the defaults, and no longer', () => {
    expect(isAllowed('2027-01-02')).toBe(true);
    expect(isAllowed('2027-01-03')).toBe(false);
    expect(isAllowed('2999-12-31')).toBe(false);
  });

  it('let it have one for longer where fewer codes may be tried in a day', () => {
    expect(isAllowed('2027-01-03', { CODE_MAX_WRONG_PER_DAY: 29 })).toBe(true);
    expect(isAllowed('2027-01-04', { CODE_MAX_WRONG_PER_DAY: 29 })).toBe(false);
  });

  it('let one be in force for good elsewhere', () => {
    expect(isAllowed('2999-12-31', { NODE_ENV: 'development' })).toBe(true);
  });
});
