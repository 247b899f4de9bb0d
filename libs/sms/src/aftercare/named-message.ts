import type { RecordRule } from '../ledger/message-ledger.js';
import { type MessageRecord, withAttempts } from '../ledger/message-record.js';
import { afterLostSend, withEndKnown } from './lost-send.js';
import type { FoundCopy } from './message-search.js';
import { afterFoundIds } from './missing-ids.js';

/**
 * Takes in the id under which a provider has a message, as its receipt tells it: of one whose id did not arrive with the
 * answer, or whose outcome is unknown; or of a copy whose end is, where another provider accepted the message. While it
 * is being sent, the answer may still come.
 */
export function afterNaming(copy: FoundCopy, now: number): RecordRule {
  return (record) => {
    if (record.status !== 'unknown')
      return afterFoundIds([copy], now)(record) ?? afterNamedCopy(record, copy, now);
    return record.route.includes(copy.provider) ? afterLostSend([copy], now, undefined)(record) : undefined;
  };
}

/** The silence that counts is that of whoever accepted the message, and goes on. */
function afterNamedCopy(record: MessageRecord, copy: FoundCopy, now: number): MessageRecord | undefined {
  const { provider, providerMessageId } = copy;
  const isKnown = record.attempts.some(
    (attempt) => attempt.provider === provider && attempt.providerMessageId === providerMessageId,
  );
  const attempts = isKnown ? record.attempts : withEndKnown(record.attempts, copy);
  return attempts === record.attempts ? undefined : { ...withAttempts(record, attempts, now), dueAt: now };
}
