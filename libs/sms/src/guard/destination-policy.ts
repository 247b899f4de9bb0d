import type { CountryCode } from 'libphonenumber-js/max';
import type { PhoneNumber } from '../message/phone-number.js';

/** Where messages may go. */
export interface DestinationPolicy {
  /** Countries served; absent: all. */
  readonly allowedCountries?: readonly string[];
}

/** The recipient's country is not served here; nothing was sent and no provider was asked. */
export class DestinationRefusedError extends Error {
  override readonly name = 'DestinationRefusedError';

  constructor(readonly country: CountryCode) {
    super(`Messages to ${country} are not allowed by the destination policy.`);
  }
}

/** @throws {DestinationRefusedError} when the policy does not serve the recipient's country. */
export function assertServed({ country }: PhoneNumber, { allowedCountries }: DestinationPolicy): void {
  if (allowedCountries !== undefined && !allowedCountries.includes(country)) {
    throw new DestinationRefusedError(country);
  }
}
