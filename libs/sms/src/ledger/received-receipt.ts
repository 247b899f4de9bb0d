import type { Receipt } from '../providers/receipt-parser.js';
import type { MessageAttempt } from './message-attempt.js';
import { type MessageRecord, withAttempts } from './message-record.js';
import { isFinal, moved } from './message-status.js';

/**
 * The record after a receipt; `undefined` where the receipt says nothing new: a duplicate, an older word than the
 * one already heard, a word nobody knows, or one about another message.
 *
 * @param how whether the provider told it by itself, and thereby how long that takes, or had to be asked
 */
export function afterReceipt(
  record: MessageRecord,
  receipt: Receipt,
  now: number,
  how: 'told' | 'asked' = 'told',
): MessageRecord | undefined {
  const attempts = record.attempts.map((attempt) =>
    isMeant(attempt, receipt) ? attemptAfter(attempt, receipt, how === 'told' ? now : undefined) : attempt,
  );
  const isNews = attempts.some((attempt, index) => attempt !== record.attempts[index]);
  return isNews ? withAttempts(record, attempts, now) : undefined;
}

/** Whether one of the attempts of a message is the one that a receipt speaks of. */
export function isAbout(receipt: Receipt, { attempts }: MessageRecord): boolean {
  return attempts.some((attempt) => isMeant(attempt, receipt));
}

function isMeant(attempt: MessageAttempt, { provider, providerMessageId }: Receipt): boolean {
  return attempt.provider === provider && attempt.providerMessageId === providerMessageId;
}

/** The very same object where nothing is new. */
function attemptAfter(
  attempt: MessageAttempt,
  receipt: Receipt,
  heardAt: number | undefined,
): MessageAttempt {
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
    ...(status !== attempt.status && isFinal(status) && heardAfter(attempt, heardAt)),
    ...(isPriced && { cost: receipt.price }),
  };
}

/** The first final word is what shows how long the provider takes. */
function heardAfter(
  { acceptedAt, heardAfterMs }: MessageAttempt,
  heardAt: number | undefined,
): Pick<MessageAttempt, 'heardAfterMs'> {
  if (heardAfterMs !== undefined || acceptedAt === undefined || heardAt === undefined) return {};
  return { heardAfterMs: Math.max(0, heardAt - acceptedAt) };
}
