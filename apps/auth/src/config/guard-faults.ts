import { isISO31661Alpha2 } from 'class-validator';
import type { AppConfig } from '../app.config.js';
import type { GuardConfig } from '../guard/guard.config.js';
import type { HumanCheckConfig } from '../human-check/human-check.config.js';
import type { QuotaConfig } from '../quotas/quota.config.js';
import type { EnvironmentFault } from './environment-error.js';

/** What leaves the service open to pumping in production, or is no country, or asks for a check nobody can pass. */
export function guardFaults(
  { NODE_ENV }: AppConfig,
  quotas: QuotaConfig,
  guard: GuardConfig,
  humanCheck: HumanCheckConfig,
): EnvironmentFault[] {
  const isProduction = NODE_ENV === 'production';
  return [
    ...(isProduction && quotas.QUOTAS === 'off' ? [fault('QUOTAS', 'must not be off in production')] : []),
    ...countryFaults(guard, isProduction),
    ...checkFaults(humanCheck),
  ];
}

function countryFaults({ ALLOWED_COUNTRIES, SMS_SEGMENT_PRICES = '' }: GuardConfig, isProduction: boolean) {
  const faults: EnvironmentFault[] = [];
  if (isProduction && ALLOWED_COUNTRIES === undefined)
    faults.push(
      fault('ALLOWED_COUNTRIES', 'is required in production: the countries to serve, or * for all of them'),
    );
  if (hasUnknownCountry(ALLOWED_COUNTRIES ?? ''))
    faults.push(fault('ALLOWED_COUNTRIES', 'names a country that is not in ISO 3166-1'));
  if (hasUnknownCountry(SMS_SEGMENT_PRICES))
    faults.push(fault('SMS_SEGMENT_PRICES', 'names a country that is not in ISO 3166-1'));
  return faults;
}

function hasUnknownCountry(text: string): boolean {
  return (text.match(/[A-Z]{2}/g) ?? []).some((country) => !isISO31661Alpha2(country));
}

function checkFaults(config: HumanCheckConfig): EnvironmentFault[] {
  const pairs: Partial<Record<typeof config.HUMAN_CHECK, (keyof HumanCheckConfig)[]>> = {
    turnstile: ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET'],
    hcaptcha: ['HCAPTCHA_SITE_KEY', 'HCAPTCHA_SECRET'],
  };
  const missing = (pairs[config.HUMAN_CHECK] ?? []).filter((name) => config[name] === undefined);
  return missing.map((name) => fault(name, `is required with HUMAN_CHECK=${config.HUMAN_CHECK}`));
}

function fault(variable: string, message: string): EnvironmentFault {
  return { variable, message: `${variable} ${message}` };
}
