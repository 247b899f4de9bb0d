import type twilio from 'twilio';
import { TOO_LONG } from '../http-exchange.js';
import { ProviderError } from '../provider-error.js';
import type { Receipt } from '../receipt-parser.js';
import type { MessageSearch } from '../sms-provider.js';
import { NAME } from './twilio.errors.js';
import { ask } from './twilio.question.js';
import { receiptStatusOf } from './twilio.receipts.js';

type Messages = twilio.Twilio['messages'];

/** The latest first. */
const MAX_LISTED = 200;
/** A page of messages as long as codes are is far under the 256 KiB that are read; a message has up to 11 KB. */
const PAGE_SIZE = 50;
const SMALL_PAGE_SIZE = 20;

/** What Twilio says of a message it accepted. @throws {ProviderError} when it does not say. */
export async function lookUpMessage(
  messages: Messages,
  providerMessageId: string,
  signal: AbortSignal,
): Promise<Receipt | undefined> {
  const [status, { price, priceUnit }] = await ask(signal, async () => {
    const message = await messages(providerMessageId).fetch();
    return [receiptStatusOf(message.status, message.errorCode ?? undefined), message] as const;
  });
  if (status === undefined) return undefined;
  // Money that left the account is negative.
  const amount = Math.abs(Number.parseFloat(price));
  return {
    ...status,
    provider: NAME,
    providerMessageId,
    at: new Date(),
    // It may be missing, whatever the SDK's type says: an amount without a currency is none.
    ...(Number.isFinite(amount) && priceUnit && { price: { amount, currency: priceUnit } }),
  };
}

/**
 * Ids of the messages with this recipient and text, the oldest first, among the latest 200 to the recipient.
 *
 * Twilio can filter by the date of sending, which a message that is still queued does not have yet.
 *
 * @throws {ProviderError} when Twilio does not say.
 */
export async function findMessages(
  messages: Messages,
  search: MessageSearch,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids = (pageSize: number) =>
    ask(signal, async () =>
      idsIn(await messages.list({ to: search.to, limit: MAX_LISTED, pageSize }), search),
    );
  return ids(PAGE_SIZE).catch((error: unknown) => {
    if (error instanceof ProviderError && error.code === TOO_LONG) return ids(SMALL_PAGE_SIZE);
    throw error;
  });
}

function idsIn(listed: Awaited<ReturnType<Messages['list']>>, { text, since }: MessageSearch): string[] {
  return (
    listed
      .filter(({ direction }) => textOf(direction).startsWith('outbound'))
      // A trial account puts a sentence of its own before the text.
      .filter(({ body }) => textOf(body).endsWith(text))
      .filter(({ dateCreated }) => dateCreated >= since)
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
      .map(({ sid }) => sid)
  );
}

/** The SDK promises texts, and hands on whatever came. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
