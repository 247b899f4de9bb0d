import type { ReceiptParser } from '../providers/receipt-parser.js';
import type { Clock } from '../resilience/clock.js';
import type { SmsOptions } from '../sms.options.js';
import { receiptUrlFor } from './receipt.options.js';

/** Who reads the receipts of the configured providers. */
export const RECEIPT_PARSERS = Symbol('RECEIPT_PARSERS');

/** The readers of the providers that are configured to report; what the others send is not believed. */
export async function receiptParsersFor(
  { twilio, receipts }: SmsOptions,
  clock: Clock,
): Promise<readonly ReceiptParser[]> {
  const url = receiptUrlFor(receipts, 'twilio');
  if (twilio?.authToken === undefined || url === undefined) return [];
  const { TwilioReceipts } = await import('../providers/twilio/twilio.receipts.js');
  const { accountSid, authToken, secondaryAuthToken } = twilio;
  const authTokens = [authToken, ...(secondaryAuthToken === undefined ? [] : [secondaryAuthToken])];
  return [new TwilioReceipts({ accountSid, authTokens, url, now: () => new Date(clock.wallMs()) })];
}
