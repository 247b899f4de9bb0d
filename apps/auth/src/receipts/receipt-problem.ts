import {
  ReceiptNotTakenError,
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

/** When a receipt that was not taken is worth bringing again, in ms. */
const RETRY_AFTER_MS = 30_000;

/** The problem of a receipt that was refused, or has to come again; `undefined` of anything else. */
export function receiptProblemOf(thrown: unknown): Problem | undefined {
  if (thrown instanceof UnknownReceiptProviderError) return new Problem('not-found', { cause: thrown });
  if (thrown instanceof ReceiptRefusedError)
    return new Problem(BY_REFUSAL[thrown.refusal], { cause: thrown });
  if (thrown instanceof ReceiptNotTakenError)
    return new Problem('unavailable', { retryAfterMs: RETRY_AFTER_MS, cause: thrown });
  return undefined;
}
