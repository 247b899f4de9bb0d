import type { FailureKind } from '../handling.js';
import type { ReceiptStatus } from '../receipt-parser.js';

/** The only two words under `status` in a delivery log. */
export type LogStatus = 'SUCCESS' | 'FAILURE';

const NOT_DELIVERED = {
  'blocked as spam by phone carrier': failure('undelivered', 'route-refused'),
  'phone carrier has blocked this message': failure('undelivered', 'route-refused'),
  // The phone is off or out of reach: another carrier's route may still find it.
  'phone is currently unreachable/unavailable': failure('undelivered', 'route-refused'),
  'phone carrier is currently unreachable/unavailable': failure('undelivered', 'unavailable'),
  'unknown error attempting to reach phone': failure('undelivered', 'ambiguous'),
  'unhandled provider': failure('undelivered', 'ambiguous'),
  'invalid phone number': failure('failed', 'invalid-recipient'),
  'destination is on a blocked list': failure('failed', 'opted-out'),
  'destination is blacklisted': failure('failed', 'opted-out'),
  'phone is on a blocked list': failure('failed', 'opted-out'),
  'phone is blacklisted': failure('failed', 'opted-out'),
  'phone has blocked sms': failure('failed', 'opted-out'),
  'phone number is opted out': failure('failed', 'opted-out'),
  'message body is invalid': failure('failed', 'invalid-request'),
  'this delivery would exceed max price': failure('failed', 'route-refused'),
  'no quota left for account': failure('failed', 'misconfigured'),
  'sandboxed account unable to send to number': failure('failed', 'misconfigured'),
  'rate exceeded': failure('failed', 'throttled'),
} as const satisfies Readonly<Record<string, Omit<Failed, 'code'>>>;

/**
 * What each text under `delivery.providerResponse` says, by the text normalised.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html, and texts observed in public logs, November 2026
 */
const STATUS_OF_RESPONSE: Readonly<Record<LogStatus, Readonly<Record<string, Unnamed>>>> = {
  SUCCESS: {
    'message has been accepted by phone carrier': { status: 'sent' },
    'message has been accepted by phone': { status: 'delivered' },
  },
  FAILURE: NOT_DELIVERED,
};

type Failed = Extract<ReceiptStatus, { readonly kind: FailureKind }>;
type Unnamed = Exclude<ReceiptStatus, Failed> | Omit<Failed, 'code'>;

/** Longest text kept of a response that is in no table. */
const MAX_CODE_LENGTH = 120;

/**
 * What became of a message, by the two words of a delivery log.
 *
 * A text the table does not hold under that very status is `unknown`, whatever it sounds like; its code is the
 * text with every run of five or more digits left out, since it may name the number.
 */
export function statusOfResponse(status: LogStatus, providerResponse: string): ReceiptStatus {
  const code = codeOf(providerResponse);
  const table = STATUS_OF_RESPONSE[status];
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  if (known !== undefined) return 'kind' in known ? { ...known, code } : known;
  if (status === 'FAILURE' && code.includes('opted out')) {
    return { ...failure('failed', 'opted-out'), code };
  }
  return { status: 'unknown', code };
}

function failure(status: Failed['status'], kind: FailureKind): Omit<Failed, 'code'> {
  return { status, kind };
}

/** The text trimmed, without the dot some have at the end, and in lower case. */
function codeOf(providerResponse: string): string {
  const text = providerResponse.trim().replace(/\.$/, '').trimEnd().toLowerCase();
  return text.replaceAll(/\+?\d{5,}/g, '…').slice(0, MAX_CODE_LENGTH);
}
