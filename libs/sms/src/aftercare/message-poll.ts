import { type MessageRecord } from '../ledger/message-record.js';
import { afterReceipt } from '../ledger/received-receipt.js';
import type { Receipt } from '../providers/receipt-parser.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { answeredInTime } from './answered-in-time.js';

/** Asks the providers that have a message, and have not said their last word, what became of it. */
export async function poll(
  { attempts }: MessageRecord,
  providers: readonly SmsProvider[],
  signal: AbortSignal,
): Promise<readonly Receipt[]> {
  const answers = attempts.map(async ({ provider: name, providerMessageId, status }) => {
    const provider = providers.find((candidate) => candidate.name === name);
    if (providerMessageId === undefined || (status !== 'accepted' && status !== 'sent')) return undefined;
    // A poll that fails is one that told nothing; the next one may. So is the `null` of a provider without types.
    return answeredInTime(
      async () => (await provider?.lookUp?.(providerMessageId, signal)) ?? undefined,
      signal,
    );
  });
  return (await Promise.all(answers)).filter((receipt) => receipt !== undefined);
}

/** The record after what providers answered when they were asked. */
export function afterPoll(record: MessageRecord, receipts: readonly Receipt[], now: number): MessageRecord {
  return receipts.reduce((known, receipt) => afterReceipt(known, receipt, now, 'asked') ?? known, record);
}
