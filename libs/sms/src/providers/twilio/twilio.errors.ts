import type { FailureKind } from '../handling.js';
import { isPassing } from '../provider-answer.js';

/** Name of the provider, in every error and receipt. */
export const NAME = 'twilio';

/**
 * Kinds of the error codes that can befall a message, in an answer or in a receipt.
 *
 * @see https://www.twilio.com/docs/api/errors (meanings as of May 2023; read again November 2026)
 */
const CODES_OF_KINDS: readonly (readonly [FailureKind, readonly number[]])[] = [
  // Nobody can deliver to this number.
  ['invalid-recipient', [21211, 21214, 21217, 21614, 30005, 30006]],
  // STOP, a carrier's or a device's block list: a matter of consent.
  ['opted-out', [21610, 30004]],
  // Pumping protection and fraud guards; going round them through another provider would defeat them.
  ['fraud-blocked', [30450, 30453, 60410]],
  // Our request is wrong, and would be everywhere.
  ['invalid-request', [14107, 20422, 21266, 21602, 21604, 21617, 21618, 21624, 21653, 21654, 21658]],
  ['invalid-request', [30010, 30012, 30013, 30014, 30019, 90007]],
  // This sender, country or route will not do; another provider has others.
  ['route-refused', [21212, 21408, 21601, 21606, 21612, 21657, 21703, 21709]],
  ['route-refused', [30003, 30007, 30018, 30024, 30032, 30033, 30034, 30035]],
  // The account: credentials, suspension, money, a messaging service that does not exist.
  ['misconfigured', [10001, 10002, 20003, 20005, 20006, 20008, 20404, 21608, 21701, 21702, 21704, 21705]],
  // No sender, and a StatusCallback that Twilio does not take: settings of ours, whatever the message.
  ['misconfigured', [21603, 21609, 30002, 90010]],
  // Refused before processing, until some reset.
  ['throttled', [20429, 21611, 30001, 30022, 30023, 30027, 63038]],
  // Documented as not sent, and as passing.
  ['unavailable', [30017, 30020, 30021, 30036]],
  // Nothing says that it was not sent.
  ['ambiguous', [20500, 20503, 21619, 30008, 30410]],
];

const KIND_OF_CODE: ReadonlyMap<number, FailureKind> = new Map(
  CODES_OF_KINDS.flatMap(([kind, codes]) => codes.map((code): [number, FailureKind] => [code, kind])),
);

/**
 * What a refusal by the API means.
 *
 * @param status HTTP status, 300 or more
 * @param code Twilio's error code; absent when the answer came from something in between
 */
export function kindOfRefusal(status: number, code: number | undefined): FailureKind {
  const known = code === undefined ? undefined : KIND_OF_CODE.get(code);
  if (known !== undefined) return known;
  if (status >= 500) return 'ambiguous';
  if (status === 429) return 'throttled';
  if (code === undefined && isPassing(status)) return 'unavailable';
  // Credentials, a wrong host, or a proxy that answers in Twilio's place: nothing reached the API.
  if (code === undefined || status === 401 || status === 403 || status === 404) return 'misconfigured';
  // A rule we do not know yet: nothing was sent, and another provider may not have it.
  return 'route-refused';
}

/** What the error code of a message already accepted means; an unknown one leaves open what became of it. */
export function kindOfMessageError(code: number | undefined): FailureKind {
  return (code === undefined ? undefined : KIND_OF_CODE.get(code)) ?? 'ambiguous';
}

/** The SDK throws two classes, one of them not exported; both have the `code` as it came, a number or its digits. */
export function twilioCodeOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^\d{1,9}$/.test(code)) return Number(code);
  return typeof code === 'number' ? code : undefined;
}
