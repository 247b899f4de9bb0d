import type { DestinationPolicy, PriceTable, PumpingRules } from '@standby/sms';
import type { AppConfig } from '../app.config.js';
import type { GuardConfig } from '../guard/guard.config.js';

const MICROS = 1_000_000;

/** Where messages may go: deny by default in production, where nobody sends by accident. */
export function destinationPolicyOf({ NODE_ENV }: AppConfig, guard: GuardConfig): DestinationPolicy {
  const { ALLOWED_COUNTRIES: countries = '*', FICTIONAL_NUMBERS: fictional } = guard;
  return {
    ...(countries !== '*' && { allowedCountries: listOf(countries) }),
    fictionalNumbers: fictional ?? (NODE_ENV === 'production' ? 'refuse' : 'allow'),
  };
}

/** Whether the guard acts on what it sees. */
export function guardModeOf({ NODE_ENV }: AppConfig, { PUMPING_GUARD }: GuardConfig) {
  return PUMPING_GUARD ?? (NODE_ENV === 'production' ? 'enforce' : 'record');
}

/** The rules of the guard. */
export function pumpingRulesOf(guard: GuardConfig): PumpingRules {
  return {
    dailyRatio: guard.GUARD_DAILY_RATIO,
    hourlyRatio: guard.GUARD_HOURLY_RATIO,
    countryDayFloor: guard.GUARD_COUNTRY_DAY_FLOOR,
    countryHourFloor: guard.GUARD_COUNTRY_HOUR_FLOOR,
    prefixDayFloor: guard.GUARD_PREFIX_DAY_FLOOR,
    prefixHourFloor: guard.GUARD_PREFIX_HOUR_FLOOR,
    prefixVelocityFloor: guard.GUARD_PREFIX_VELOCITY_FLOOR,
    addressDayFloor: guard.GUARD_ADDRESS_DAY_FLOOR,
    addressHourFloor: guard.GUARD_ADDRESS_HOUR_FLOOR,
    addressCountries: guard.GUARD_ADDRESS_COUNTRIES,
    dailySpendMicros: Math.round(guard.GUARD_DAILY_SPEND_USD * MICROS),
  };
}

/** What a segment is taken to cost. */
export function priceTableOf({ SMS_SEGMENT_PRICE_USD, SMS_SEGMENT_PRICES = '' }: GuardConfig): PriceTable {
  const byCountry = listOf(SMS_SEGMENT_PRICES).map((entry): [string, number] => {
    const [country = '', price] = entry.split('=');
    return [country, Number(price)];
  });
  return { usdPerSegment: SMS_SEGMENT_PRICE_USD, byCountry: new Map(byCountry) };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
