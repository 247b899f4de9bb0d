import { isE164 } from '../e164.js';
import type { TwilioRefusal } from './twilio.answers.js';
import type { TwilioAccount } from './twilio.authentication.js';
import { magicRecipientRefusal, magicSenderRefusal } from './twilio.magic.js';

/** What the checks of one message look at. */
export interface MessageRequest {
  readonly params: URLSearchParams;
  readonly account: TwilioAccount;
  readonly hasOptedOut: (to: string) => boolean;
}

type Rule = (request: MessageRequest) => TwilioRefusal | undefined;

const LONGEST_BODY = 1_600;
const LONGEST_VALIDITY_SECONDS = 36_000;
const SHORT_CODE = /^\d{3,8}$/;
/** @see https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 +\-_&]{1,11}$/;
const GENERIC_SENDERS = new Set(['SMS', 'INFO']);
const MESSAGING_SERVICE_SID = /^MG[0-9a-fA-F]{32}$/;

/** The checks, in the order they are made; the first refusal is the answer. */
const RULES: readonly Rule[] = [
  ({ params }) =>
    params.get('To') ? undefined : { code: 21604, message: "A 'To' phone number is required." },
  ({ params }) =>
    params.get('From') || params.get('MessagingServiceSid')
      ? undefined
      : { code: 21603, message: "A 'From' phone number is required." },
  ({ params }) =>
    params.get('Body') || params.get('MediaUrl') || params.get('ContentSid')
      ? undefined
      : { code: 21602, message: 'Message body is required.' },
  bodyRule,
  validityRule,
  statusCallbackRule,
  messagingServiceRule,
  senderRule,
  recipientRule,
  ({ params, hasOptedOut }) =>
    hasOptedOut(params.get('To') ?? '')
      ? { code: 21610, message: 'Attempt to send to unsubscribed recipient' }
      : undefined,
];

/** Returns why a message would not be taken; undefined when it would. */
export function refusalOfMessage(request: MessageRequest): TwilioRefusal | undefined {
  for (const rule of RULES) {
    const refusal = rule(request);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function bodyRule({ params }: MessageRequest): TwilioRefusal | undefined {
  if ((params.get('Body') ?? '').length <= LONGEST_BODY) return undefined;
  return { code: 21617, message: 'The concatenated message body exceeds the 1600 character limit.' };
}

function validityRule({ params }: MessageRequest): TwilioRefusal | undefined {
  const given = params.get('ValidityPeriod');
  if (given === null) return undefined;
  const seconds = /^\d+$/.test(given) ? Number(given) : 0;
  if (seconds >= 1 && seconds <= LONGEST_VALIDITY_SECONDS) return undefined;
  return { code: 21624, message: `The ValidityPeriod ${given} is not a number of seconds from 1 to 36000.` };
}

/** Local hosts are let through, unlike at Twilio: that is where the receipts of a testbed go. */
function statusCallbackRule({ params }: MessageRequest): TwilioRefusal | undefined {
  const given = params.get('StatusCallback');
  if (given === null) return undefined;
  const url = URL.parse(given);
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (isHttp && url.hostname !== '' && !url.hostname.includes('_')) return undefined;
  return { code: 21609, message: `The 'StatusCallback' URL ${given} is not a valid URL.` };
}

function messagingServiceRule({ params }: MessageRequest): TwilioRefusal | undefined {
  const sid = params.get('MessagingServiceSid');
  if (sid === null || MESSAGING_SERVICE_SID.test(sid)) return undefined;
  return { code: 21705, message: `The Messaging Service Sid ${sid} is invalid.` };
}

function senderRule({ params, account }: MessageRequest): TwilioRefusal | undefined {
  const from = params.get('From');
  if (from === null) return undefined;
  if (account === 'test') return magicSenderRefusal(from);
  const isAlphanumeric = ALPHANUMERIC_SENDER.test(from) && !GENERIC_SENDERS.has(from.toUpperCase());
  if (isE164(from) || SHORT_CODE.test(from) || isAlphanumeric) return undefined;
  return {
    code: 21212,
    message: `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  };
}

function recipientRule({ params }: MessageRequest): TwilioRefusal | undefined {
  const to = params.get('To') ?? '';
  const from = params.get('From') ?? '';
  if (!isE164(to)) return { code: 21211, message: `The 'To' number ${to} is not a valid phone number.` };
  if (to === from) return { code: 21266, message: "'To' and 'From' number cannot be the same" };
  return magicRecipientRefusal(to, from);
}
