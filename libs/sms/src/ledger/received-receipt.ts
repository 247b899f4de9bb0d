import type { Receipt } from '../providers/receipt-parser.js';
import { type MessageAttempt, type MessageRecord, withAttempts } from './message-record.js';
import { moved } from './message-status.js';

/**
 * The record after a receipt; `undefined` where the receipt says nothing new: a duplicate, an older word than the
 * one already heard, a word nobody knows, or one about another message.
 */
export function afterReceipt(
  record: MessageRecord,
  receipt: Receipt,
  now: number,
): MessageRecord | undefined {
  const attempts = record.attempts.map((attempt) =>
    isMeant(attempt, receipt) ? attemptAfter(attempt, receipt) : attempt,
  );
  const isNews = attempts.some((attempt, index) => attempt !== record.attempts[index]);
  return isNews ? withAttempts(record, attempts, now) : undefined;
}

function isMeant(attempt: MessageAttempt, { provider, providerMessageId }: Receipt): boolean {
  return attempt.provider === provider && attempt.providerMessageId === providerMessageId;
}

/** The very same object where nothing is new. */
function attemptAfter(attempt: MessageAttempt, receipt: Receipt): MessageAttempt {
  const status = receipt.status === 'unknown' ? attempt.status : moved(attempt.status, receipt.status);
  const isPriced = receipt.price !== undefined && attempt.cost === undefined;
  if (status === attempt.status && !isPriced) return attempt;
  const { kind, code, ...rest } = attempt;
  // A delivery takes the reasons of a failure with it.
  const why = status === 'delivered' ? {} : { ...(kind && { kind }), ...(code !== undefined && { code }) };
  const hasFailed = status !== attempt.status && 'kind' in receipt;
  return {
    ...rest,
    ...(hasFailed ? { kind: receipt.kind, code: receipt.code } : why),
    status,
    ...(isPriced && { cost: receipt.price }),
  };
}
