import {
  PageUnavailableError,
  type ReceiptRefusal,
  ReceiptRefusedError,
  UnknownReceiptProviderError,
} from '@standby/sms';
import { Problem, type ProblemCode } from '../http/problem.js';

const BY_REFUSAL: Readonly<Record<ReceiptRefusal, ProblemCode>> = {
  malformed: 'malformed-request',
  'bad-signature': 'receipt-refused',
  stale: 'receipt-refused',
  foreign: 'receipt-refused',
};

/** What `Retry-After` says while SNS does not say whether a call is its own, in ms. */
const RETRY_AFTER_MS = 30_000;

/** The problem a receipt that is refused, or cannot be checked, comes to; `undefined` of anything else. */
export function receiptProblemOf(thrown: unknown): Problem | undefined {
  if (thrown instanceof UnknownReceiptProviderError) return new Problem('not-found', { cause: thrown });
  if (thrown instanceof ReceiptRefusedError)
    return new Problem(BY_REFUSAL[thrown.refusal], { cause: thrown });
  // SNS brings it again.
  if (thrown instanceof PageUnavailableError)
    return new Problem('unavailable', { retryAfterMs: RETRY_AFTER_MS, cause: thrown });
  return undefined;
}
