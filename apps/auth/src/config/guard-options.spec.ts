import { describe, expect, it } from 'vitest';
import { AppConfig } from '../app.config.js';
import { GuardConfig } from '../guard/guard.config.js';
import { destinationPolicyOf, guardModeOf } from './guard-options.js';

const appIn = (NODE_ENV: AppConfig['NODE_ENV']) => Object.assign(new AppConfig(), { NODE_ENV });
const guardWith = (settings: Partial<GuardConfig>) => Object.assign(new GuardConfig(), settings);

describe('the guard of messages, unless it is told otherwise', () => {
  it.each([
    ['production', 'refuse', 'enforce'],
    ['development', 'allow', 'record'],
    ['test', 'allow', 'record'],
  ] as const)('has in %s for numbers kept for fiction: %s, and for what looks like pumping: %s', (...row) => {
    const [name, fictionalNumbers, mode] = row;
    expect(destinationPolicyOf(appIn(name), new GuardConfig())).toEqual({ fictionalNumbers });
    expect(guardModeOf(appIn(name), new GuardConfig())).toBe(mode);
  });
});

describe('the guard of messages, as it is told', () => {
  it('serves the countries that are named, and all of them only where that is said', () => {
    const [some, all] = ['GB, FR', '*'].map((ALLOWED_COUNTRIES) =>
      destinationPolicyOf(appIn('production'), guardWith({ ALLOWED_COUNTRIES })),
    );
    expect(some).toEqual({ allowedCountries: ['GB', 'FR'], fictionalNumbers: 'refuse' });
    expect(all).toEqual({ fictionalNumbers: 'refuse' });
  });

  it('does elsewhere what it does in production, and the other way round', () => {
    const settings = guardWith({ FICTIONAL_NUMBERS: 'allow', PUMPING_GUARD: 'off' });
    expect(destinationPolicyOf(appIn('production'), settings)).toEqual({ fictionalNumbers: 'allow' });
    expect(guardModeOf(appIn('production'), settings)).toBe('off');
    const strict = guardWith({ FICTIONAL_NUMBERS: 'refuse', PUMPING_GUARD: 'enforce' });
    expect(destinationPolicyOf(appIn('test'), strict)).toEqual({ fictionalNumbers: 'refuse' });
    expect(guardModeOf(appIn('test'), strict)).toBe('enforce');
  });
});
