import type { MessageStatus } from 'twilio/lib/rest/api/v2010/account/message.js';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { isOfType } from '../provider-answer.js';
import {
  type Receipt,
  type ReceiptParser,
  ReceiptRefusedError,
  type ReceiptRequest,
  type ReceiptStatus,
} from '../receipt-parser.js';
import { kindOfMessageError, NAME } from './twilio.errors.js';

/** Whose receipts are believed, and where they are sent. */
export interface TwilioReceiptTerms {
  readonly accountSid: string;
  /** The account's auth tokens: during a rotation the primary and the secondary one. */
  readonly authTokens: readonly string[];
  /** The URL Twilio was given, exactly: the signature is over it, whatever a proxy makes of it on the way. */
  readonly url: string;
  readonly now: () => Date;
}

/**
 * What each status says; `nothing` of a message that is still at Twilio, or that was not ours to send, and in the
 * word that Twilio has given up, `partially_delivered`.
 *
 * @see https://www.twilio.com/docs/messaging/api/message-resource#message-status-values (November 2026)
 */
const STATUSES: Readonly<Record<MessageStatus, Exclude<ReceiptStatus['status'], 'unknown'> | 'nothing'>> = {
  accepted: 'nothing',
  scheduled: 'nothing',
  queued: 'nothing',
  sending: 'nothing',
  receiving: 'nothing',
  received: 'nothing',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'failed',
  canceled: 'failed',
  partially_delivered: 'nothing',
};

const SIGNATURE = /^[A-Za-z0-9+/]{27}=$/;
const MESSAGE_SID = /^(SM|MM)[0-9a-fA-F]{32}$/;
/** Longest word that is repeated in an event. */
const MAX_WORD = 40;

/** Twilio's word for a status in ours; `undefined` where it is no news. */
export function receiptStatusOf(word: string, errorCode: number | undefined): ReceiptStatus | undefined {
  const status = isKnown(word) ? STATUSES[word] : 'unknown';
  if (status === 'nothing') return undefined;
  if (status === 'sent' || status === 'delivered') return { status };
  if (status === 'unknown') return { status, code: word.replaceAll(/[^\w-]/g, '?').slice(0, MAX_WORD) };
  return { status, kind: kindOfMessageError(errorCode), code: String(errorCode ?? word) };
}

/** Twilio's own calls have about twenty fields, of which each new one comes without notice. */
const MOST_FIELDS = 200;

/**
 * Reads Twilio's status callbacks.
 *
 * Nothing in them dates them (`RawDlrDoneDate` has minutes and no zone), so a receipt has the time it arrived at. A
 * genuine call that is repeated is genuine again; records take no harm from it.
 *
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export class TwilioReceipts implements ReceiptParser {
  readonly provider = NAME;

  constructor(private readonly terms: TwilioReceiptTerms) {}

  async parse({ headers, body }: ReceiptRequest): Promise<readonly Receipt[]> {
    if (!isOfType({ headers }, 'application/x-www-form-urlencoded')) throw refused('malformed');
    const form = new URLSearchParams(body);
    if (form.size > MOST_FIELDS) throw refused('malformed');
    this.#assertSigned(headers['x-twilio-signature'], form);
    if (form.get('AccountSid') !== this.terms.accountSid) throw refused('foreign');
    const providerMessageId = form.get('MessageSid') ?? form.get('SmsSid') ?? '';
    const word = form.get('MessageStatus') ?? form.get('SmsStatus') ?? '';
    if (!MESSAGE_SID.test(providerMessageId) || word === '') throw refused('malformed');
    const status = receiptStatusOf(word, errorCodeOf(form));
    return status === undefined
      ? []
      : [{ ...status, provider: NAME, providerMessageId, at: this.terms.now() }];
  }

  /** Over every field there is: new ones appear without notice. */
  #assertSigned(signature: string | undefined, form: URLSearchParams): void {
    if (signature === undefined || !SIGNATURE.test(signature)) throw refused('bad-signature');
    const fields = Object.fromEntries(valuesByName(form));
    const { authTokens, url } = this.terms;
    if (!authTokens.some((token) => validateRequest(token, signature, url, fields)))
      throw refused('bad-signature');
  }
}

/** In one pass: anybody may send a form, and asking for each name anew costs the square of its fields. */
function valuesByName(form: URLSearchParams): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of form) {
    const others = values.get(name);
    if (others === undefined) values.set(name, [value]);
    else others.push(value);
  }
  return values;
}

function isKnown(word: string): word is MessageStatus {
  return Object.hasOwn(STATUSES, word);
}

function errorCodeOf(form: URLSearchParams): number | undefined {
  const code = form.get('ErrorCode');
  return code !== null && /^[1-9]\d{0,6}$/.test(code) ? Number(code) : undefined;
}

function refused(refusal: ReceiptRefusedError['refusal']): ReceiptRefusedError {
  return new ReceiptRefusedError(NAME, refusal);
}
