import { IsIn, IsOptional } from 'class-validator';
import { OptionalDecimal, OptionalForm, WholeNumber } from '../config/environment-rules.js';

const MOST = 1_000_000;

/**
 * Where codes may go, and what counts as pumping, one property an environment variable; the initialisers are the
 * defaults. The rules they set are in `@standby/sms`, under `guard/`.
 */
export class GuardConfig {
  /** Countries served (ISO 3166-1 alpha-2), separated by commas, or `*` for all. Required in production; elsewhere all. */
  @OptionalForm({
    pattern: /^(\*|[A-Z]{2}(\s*,\s*[A-Z]{2})*)$/,
    described: 'country codes such as "GB, FR", or *',
  })
  ALLOWED_COUNTRIES?: string;

  /** What to do with numbers that regulators keep for fiction. Default: `refuse` in production, `allow` elsewhere. */
  @IsOptional()
  @IsIn(['refuse', 'allow'])
  FICTIONAL_NUMBERS?: 'refuse' | 'allow';

  /** Whether the guard acts on what it sees. Default: `enforce` in production, `record` elsewhere. */
  @IsOptional()
  @IsIn(['off', 'record', 'enforce'])
  PUMPING_GUARD?: 'off' | 'record' | 'enforce';

  /** Who passes whatever the guard sees: confirmed devices, all numbers that have an account too, or nobody. */
  @IsIn(['devices', 'accounts', 'nobody'])
  GUARD_PASSES: 'devices' | 'accounts' | 'nobody' = 'devices';

  /** Share of a day's verified codes that may stay unverified. */
  @OptionalDecimal(0, 10)
  GUARD_DAILY_RATIO = 0.5;

  /** Share of an hour's verified codes that may stay unverified. */
  @OptionalDecimal(0, 10)
  GUARD_HOURLY_RATIO = 0.5;

  /** Unverified codes a country may always have in a day. */
  @WholeNumber(1, MOST)
  GUARD_COUNTRY_DAY_FLOOR = 100;

  /** Unverified codes a country may always have in an hour. */
  @WholeNumber(1, MOST)
  GUARD_COUNTRY_HOUR_FLOOR = 20;

  /** Unverified codes that numbers which differ in their last four digits may always have in a day. */
  @WholeNumber(1, MOST)
  GUARD_PREFIX_DAY_FLOOR = 10;

  /** Unverified codes that numbers which differ in their last four digits may always have in an hour. */
  @WholeNumber(1, MOST)
  GUARD_PREFIX_HOUR_FLOOR = 5;

  /** Codes that may always be asked for such numbers within ten minutes, verified or not. */
  @WholeNumber(1, MOST)
  GUARD_PREFIX_VELOCITY_FLOOR = 10;

  /** Unverified codes an address may always have in a day. */
  @WholeNumber(1, MOST)
  GUARD_ADDRESS_DAY_FLOOR = 10;

  /** Unverified codes an address may always have in an hour. */
  @WholeNumber(1, MOST)
  GUARD_ADDRESS_HOUR_FLOOR = 5;

  /** Countries an address may ask codes for in a day; those where it verified one are not counted. */
  @WholeNumber(1, 300)
  GUARD_ADDRESS_COUNTRIES = 3;

  /** What the codes of a day of UTC may cost, in US dollars. */
  @OptionalDecimal(0.01, 10_000_000)
  GUARD_DAILY_SPEND_USD = 100;

  /** What a segment is taken to cost until a receipt tells, in US dollars. */
  @OptionalDecimal(0.0001, 99)
  SMS_SEGMENT_PRICE_USD = 0.05;

  /** The same by country, e.g. `GB=0.04, US=0.0079`. */
  @OptionalForm({
    pattern: /^[A-Z]{2}=\d{1,2}(\.\d{1,6})?(\s*,\s*[A-Z]{2}=\d{1,2}(\.\d{1,6})?)*$/,
    described: 'prices by country such as "GB=0.04, US=0.0079"',
  })
  SMS_SEGMENT_PRICES?: string;

  /** How long decisions are kept, in days. */
  @WholeNumber(1, 365)
  GUARD_LOG_DAYS = 30;
}
