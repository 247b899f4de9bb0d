import type { CountryCode } from 'libphonenumber-js/max';
import type { PhoneNumber } from '../message/phone-number.js';
import { isFictional } from './fictional-numbers.js';

/** Where messages may go. */
export interface DestinationPolicy {
  /** Countries served; absent: all. */
  readonly allowedCountries?: readonly string[];
  /** What to do with numbers that are kept for fiction; absent: send to them. */
  readonly fictionalNumbers?: 'refuse' | 'allow';
}

/** Why a destination is not served. */
export type DestinationRefusal = 'country' | 'fictional';

/** The recipient's country, or the kind of number, is not served here; nothing was sent and no provider was asked. */
export class DestinationRefusedError extends Error {
  override readonly name = 'DestinationRefusedError';

  constructor(
    readonly country: CountryCode,
    readonly refusal: DestinationRefusal = 'country',
  ) {
    const what = refusal === 'fictional' ? `fictional numbers of ${country}` : country;
    super(`Messages to ${what} are not allowed by the destination policy.`);
  }
}

/** @throws {DestinationRefusedError} when the policy does not serve the recipient. */
export function assertServed(
  { e164, country }: PhoneNumber,
  { allowedCountries, fictionalNumbers }: DestinationPolicy,
): void {
  if (allowedCountries !== undefined && !allowedCountries.includes(country)) {
    throw new DestinationRefusedError(country);
  }
  if (fictionalNumbers === 'refuse' && isFictional(e164)) {
    throw new DestinationRefusedError(country, 'fictional');
  }
}
