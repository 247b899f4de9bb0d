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
  const {
    status: word,
    errorCode,
    price,
    priceUnit,
  } = await ask(signal, () => messages(providerMessageId).fetch());
  const status = receiptStatusOf(word, errorCode ?? undefined);
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
  { to, text, since }: MessageSearch,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const list = (pageSize: number) => ask(signal, () => messages.list({ to, limit: MAX_LISTED, pageSize }));
  const listed = await list(PAGE_SIZE).catch((error: unknown) => {
    if (error instanceof ProviderError && error.code === TOO_LONG) return list(SMALL_PAGE_SIZE);
    throw error;
  });
  return (
    listed
      // A trial account puts a sentence of its own before the text.
      .filter(({ direction, body }) => direction.startsWith('outbound') && body.endsWith(text))
      .filter(({ dateCreated }) => dateCreated >= since)
      .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
      .map(({ sid }) => sid)
  );
}
