import {
  type CountryCode,
  type NumberType,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';

/** Why a number cannot be sent to. */
export type InvalidRecipientReason =
  | 'not-a-number'
  | 'no-country-code'
  | 'too-short'
  | 'too-long'
  | 'not-valid'
  | 'landline'
  | 'premium'
  | 'toll-free'
  | 'voip'
  | 'satellite'
  | 'not-mobile';

/**
 * The recipient cannot receive a text message; nothing was sent and no provider was asked.
 *
 * Never holds the number itself.
 */
export class InvalidRecipientError extends Error {
  override readonly name = 'InvalidRecipientError';

  constructor(readonly reason: InvalidRecipientReason) {
    super(`The recipient is not a number that can receive text messages: ${reason}.`);
  }
}

/** A number that can receive text messages. */
export interface PhoneNumber {
  /** `+` and 7 to 15 digits (ITU-T E.164). */
  readonly e164: string;
  /** ISO 3166-1 alpha-2; never derived from the calling code alone, since +1 alone is over twenty countries. */
  readonly country: CountryCode;
}

/** A bound on what is remembered of each country: more than there are, should the names ever be anybody's. */
export const MAX_COUNTRIES = 512;

/**
 * Reasons for the types that are refused. `FIXED_LINE_OR_MOBILE` is not among them: every geographic number
 * of the United States and Canada has it.
 */
const REASON_OF_TYPE: Partial<Record<NonNullable<NumberType>, InvalidRecipientReason>> = {
  FIXED_LINE: 'landline',
  PREMIUM_RATE: 'premium',
  SHARED_COST: 'premium',
  TOLL_FREE: 'toll-free',
  VOIP: 'voip',
  PERSONAL_NUMBER: 'not-mobile',
  PAGER: 'not-mobile',
  UAN: 'not-mobile',
  VOICEMAIL: 'not-mobile',
};

/** Longest input looked at: 15 digits with generous punctuation. */
const MAX_INPUT_LENGTH = 40;
const PUNCTUATION = /[\s().\-/\u2010-\u2015\u00a0]/g;
const INTERNATIONAL = /^\+\d+$/;

/**
 * Reads an international number as a person may type it (`+44 7400 123456`, `0044…` excluded).
 *
 * @throws {InvalidRecipientError} unless it is valid by the full metadata and of a type that takes text messages.
 */
export function normalisePhoneNumber(input: string): PhoneNumber {
  const compact = input.length <= MAX_INPUT_LENGTH ? input.trim().replace(PUNCTUATION, '') : '';
  if (/^\d+$/.test(compact)) throw new InvalidRecipientError('no-country-code');
  if (!INTERNATIONAL.test(compact)) throw new InvalidRecipientError('not-a-number');

  const parsed = parsePhoneNumberFromString(compact, { extract: false });
  // A parser that reads prose and extensions must not be trusted to have read all of the input.
  if (parsed === undefined || parsed.ext !== undefined || parsed.number !== compact) {
    throw new InvalidRecipientError(lengthReason(compact));
  }
  const { country } = parsed;
  const type = parsed.getType();
  if (type === undefined) throw new InvalidRecipientError(lengthReason(compact));
  // Satellite and other networks without a country are reported as MOBILE by the library.
  if (country === undefined) throw new InvalidRecipientError(REASON_OF_TYPE[type] ?? 'satellite');
  if (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE') {
    throw new InvalidRecipientError(REASON_OF_TYPE[type] ?? 'not-valid');
  }
  return { e164: parsed.number, country };
}

/** A length no number of that country has says more than that the number does not exist. */
function lengthReason(compact: string): InvalidRecipientReason {
  const length = validatePhoneNumberLength(compact);
  if (length === 'TOO_SHORT' || compact.length < 8) return 'too-short';
  return length === 'TOO_LONG' ? 'too-long' : 'not-valid';
}

/** `+14155552671` → `+*******2671`: enough to recognise a number one knows, too little to call it. */
export function maskPhoneNumber(e164: string): string {
  const shown = e164.length > 8 ? 4 : 2;
  return `+${'*'.repeat(Math.max(0, e164.length - 1 - shown))}${e164.slice(-shown)}`;
}
