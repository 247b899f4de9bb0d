import { IsIn } from 'class-validator';
import { WholeNumber } from '../config/environment-rules.js';

const MOST = 1_000_000_000;

/**
 * How often codes may be asked for and tried, one property an environment variable; the initialisers are the
 * defaults. A window begins with its first use.
 */
export class QuotaConfig {
  /** `off` counts nothing, for tests and measurements; refused in production. */
  @IsIn(['enforce', 'off'])
  QUOTAS: 'enforce' | 'off' = 'enforce';

  /** Codes to one number in an hour, resends among them. */
  @WholeNumber(1, MOST)
  QUOTA_NUMBER_HOUR = 3;

  /** Codes to one number in a day. */
  @WholeNumber(1, MOST)
  QUOTA_NUMBER_DAY = 10;

  /** Codes in an hour to numbers that differ in their last four digits only. */
  @WholeNumber(1, MOST)
  QUOTA_PREFIX_HOUR = 60;

  /** Codes asked for in an hour from one address. */
  @WholeNumber(1, MOST)
  QUOTA_ADDRESS_HOUR = 60;

  /** Codes asked for in an hour from one network. */
  @WholeNumber(1, MOST)
  QUOTA_NETWORK_HOUR = 300;

  /** Codes in an hour to one country. */
  @WholeNumber(1, MOST)
  QUOTA_COUNTRY_HOUR = 1_000;

  /** Codes in an hour, to everybody. */
  @WholeNumber(1, MOST)
  QUOTA_GLOBAL_HOUR = 2_000;

  /** Codes in a day, to everybody. */
  @WholeNumber(1, MOST)
  QUOTA_GLOBAL_DAY = 10_000;

  /** Wrong codes tried in an hour from one address. */
  @WholeNumber(1, MOST)
  QUOTA_ADDRESS_VERIFICATIONS_HOUR = 10;

  /** Wrong codes tried in an hour from one network. */
  @WholeNumber(1, MOST)
  QUOTA_NETWORK_VERIFICATIONS_HOUR = 50;

  /**
   * What to do with a code that the database cannot count: refuse it, send it as long as the global quotas can be
   * counted, or send it.
   */
  @IsIn(['closed', 'capped', 'open'])
  QUOTA_SENDING_FAILURE: 'closed' | 'capped' | 'open' = 'capped';

  /** What to do with a verification that the database cannot count: refuse it, or let it through. */
  @IsIn(['closed', 'open'])
  QUOTA_VERIFICATION_FAILURE: 'closed' | 'open' = 'closed';
}
