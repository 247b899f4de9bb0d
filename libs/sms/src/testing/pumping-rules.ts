import type { PumpingRules } from '../guard/pumping-rules.js';

/** The rules of Authgear, with floors for prefixes, which it does not have. */
export const AUTHGEAR_RULES: PumpingRules = {
  dailyRatio: 0.3,
  hourlyRatio: 0.2,
  countryDayFloor: 20,
  countryHourFloor: 3,
  prefixDayFloor: 10,
  prefixHourFloor: 5,
  prefixVelocityFloor: 10,
  addressDayFloor: 10,
  addressHourFloor: 5,
  addressCountries: 3,
  dailySpendMicros: 100_000_000,
};
