import type { FailureKind } from '../handling.js';
import { parseJsonObject, parseMembers } from '../json-object.js';
import {
  type Receipt,
  type ReceiptParser,
  ReceiptRefusedError,
  type ReceiptRequest,
  type ReceiptStatus,
} from '../receipt-parser.js';
import { NAME } from './aws-eum.errors.js';

/** What an event says of its message; `undefined`: nothing from which anything follows. */
type Word =
  | { readonly status: 'sent' | 'delivered' }
  | { readonly status: 'undelivered' | 'failed'; readonly kind: FailureKind }
  | undefined;

/**
 * Every event there is about a text message.
 *
 * `TEXT_SUCCESSFUL` says that the carrier took the message, and is the last word in countries that report no more.
 *
 * @see https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html, and `EventType` of
 * client-pinpoint-sms-voice-v2 3.1138.0, November 2026
 */
const WORD_OF_EVENT: ReadonlyMap<unknown, Word> = new Map<unknown, Word>([
  ['TEXT_QUEUED', undefined],
  ['TEXT_PENDING', undefined],
  ['TEXT_SENT', { status: 'sent' }],
  ['TEXT_SUCCESSFUL', { status: 'sent' }],
  ['TEXT_DELIVERED', { status: 'delivered' }],
  ['TEXT_INVALID', { status: 'failed', kind: 'invalid-recipient' }],
  ['TEXT_INVALID_MESSAGE', { status: 'failed', kind: 'invalid-request' }],
  // The phone is off or out of reach: another carrier's route may still find it.
  ['TEXT_UNREACHABLE', { status: 'undelivered', kind: 'route-refused' }],
  ['TEXT_CARRIER_UNREACHABLE', { status: 'undelivered', kind: 'unavailable' }],
  ['TEXT_BLOCKED', { status: 'failed', kind: 'opted-out' }],
  ['TEXT_CARRIER_BLOCKED', { status: 'undelivered', kind: 'route-refused' }],
  ['TEXT_SPAM', { status: 'undelivered', kind: 'route-refused' }],
  ['TEXT_PROTECT_BLOCKED', { status: 'failed', kind: 'fraud-blocked' }],
  ['TEXT_TTL_EXPIRED', { status: 'undelivered', kind: 'unavailable' }],
  // Said after 72 hours without a word from the carrier: neither delivered nor not.
  ['TEXT_UNKNOWN', undefined],
]);

const EVENT_TYPE = /^TEXT_[A-Z_]{1,60}$/;
const MESSAGE_ID = /^[\w-]{1,256}$/;

/** Opens a call that is signed by the topic: the event in it, or `undefined` where there is none. */
export type OpenNotification = (request: ReceiptRequest) => Promise<string | undefined>;

/** Reads the events of AWS End User Messaging that come through a topic of SNS. */
export class AwsEumReceipts implements ReceiptParser {
  readonly provider = NAME;

  /** @param open proves the call; rejects with {@link ReceiptRefusedError} where it cannot */
  constructor(private readonly open: OpenNotification) {}

  async parse(request: ReceiptRequest): Promise<readonly Receipt[]> {
    const event = await this.open(request);
    if (event === undefined) return [];
    const members = parseJsonObject(event);
    if (members === undefined) throw new ReceiptRefusedError(NAME, 'malformed');
    return receiptsOf(members);
  }
}

/** The receipt in an event about a text message; none in one about a voice call, a registration or progress. */
function receiptsOf(event: ReadonlyMap<string, unknown>): readonly Receipt[] {
  const [type, providerMessageId] = [event.get('eventType'), event.get('messageId')];
  if (typeof type !== 'string' || !EVENT_TYPE.test(type)) return [];
  if (typeof providerMessageId !== 'string' || !MESSAGE_ID.test(providerMessageId)) return [];
  const status = statusOf(type);
  const at = timeIn(event.get('eventTimestamp')) ?? timeIn(event.get('messageRequestTimestamp'));
  if (status === undefined || at === undefined) return [];
  return [{ ...status, provider: NAME, providerMessageId, at, ...ownIdIn(event), ...priceIn(event) }];
}

function statusOf(type: string): ReceiptStatus | undefined {
  if (!WORD_OF_EVENT.has(type)) return { status: 'unknown', code: type };
  const word = WORD_OF_EVENT.get(type);
  return word !== undefined && 'kind' in word ? { ...word, code: type } : word;
}

function timeIn(value: unknown): Date | undefined {
  const at = new Date(typeof value === 'number' ? value : Number.NaN);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** What the send gave it along. */
function ownIdIn(event: ReadonlyMap<string, unknown>): Pick<Receipt, 'messageId'> {
  const messageId = parseMembers(event.get('context'))?.get('messageId');
  return typeof messageId === 'string' && MESSAGE_ID.test(messageId) ? { messageId } : {};
}

/** The message's price and the carrier's fee together, in US dollars. */
function priceIn(event: ReadonlyMap<string, unknown>): Pick<Receipt, 'price'> {
  const [price, fee] = [event.get('totalMessagePrice'), event.get('totalCarrierFee')];
  if (typeof price !== 'number' || price < 0) return {};
  return { price: { amount: price + (typeof fee === 'number' && fee > 0 ? fee : 0), currency: 'USD' } };
}
