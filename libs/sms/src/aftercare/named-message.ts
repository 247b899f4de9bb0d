import type { RecordRule } from '../ledger/message-ledger.js';
import { afterLostSend } from './lost-send.js';
import type { FoundCopy } from './message-search.js';
import { afterFoundIds } from './missing-ids.js';

/**
 * Takes in the id under which a provider has a message, as its receipt tells it: of one whose id did not arrive with the
 * answer, or whose outcome is unknown. While it is being sent, the answer may still come.
 */
export function afterNaming(copy: FoundCopy, now: number): RecordRule {
  return (record) => {
    if (record.status !== 'unknown') return afterFoundIds([copy], now)(record);
    return record.route.includes(copy.provider) ? afterLostSend([copy], now, undefined)(record) : undefined;
  };
}
