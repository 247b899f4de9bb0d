import type { TwilioCredentials } from '../credentials.js';
import { type Answer, retryAfterHeader } from '../stand-in.js';
import type { TakenMessage } from '../taken-messages.js';
import { TWILIO_CODES } from './twilio.codes.js';
import type { TwilioStandings } from './twilio.standing.js';

/** An error a request is answered with; the status is the one documented for the code. */
export interface TwilioRefusal {
  readonly code: number;
  /** Defaults to the text of the code table. */
  readonly message?: string;
  readonly detail?: string;
}

const JSON_TYPE = 'application/json;charset=utf-8';

export const API_VERSION = '2010-04-01';

/** Phrases a JSON answer. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

/** Phrases an error. @see https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function refusalAnswer(refusal: TwilioRefusal, retryAfterSeconds?: number): Answer {
  const { code, detail } = refusal;
  const row = TWILIO_CODES.get(code);
  const status = row?.phase === 'sync' ? row.status : 400;
  const message = refusal.message ?? row?.message ?? 'Error';
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  const body = { code, ...(detail === undefined ? {} : { detail }), message, more_info, status };
  return jsonAnswer(status, body, retryAfterHeader(retryAfterSeconds));
}

/** Phrases a kept message as the Message resource; `error_code` is set once it failed. */
export function messageResource(message: TakenMessage, accountSid: string): Record<string, unknown> {
  const { id, asked, status, reason, acceptedAt, sentAt, updatedAt = acceptedAt } = message;
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Messages/${id}`;
  const hasFailed = status === 'failed' || status === 'undelivered';
  const errorCode = hasFailed && reason !== undefined ? Number(reason) : null;
  return {
    account_sid: accountSid,
    api_version: API_VERSION,
    body: message.body,
    date_created: rfc2822(acceptedAt),
    date_sent: sentAt === undefined ? null : rfc2822(sentAt),
    date_updated: rfc2822(updatedAt),
    direction: 'outbound-api',
    error_code: errorCode,
    error_message: errorCode === null ? null : (TWILIO_CODES.get(errorCode)?.message ?? null),
    from: message.from,
    messaging_service_sid: asked.MessagingServiceSid?.[0] ?? null,
    num_media: String(asked.MediaUrl?.length ?? 0),
    num_segments: message.from === null ? '0' : String(message.segments),
    price: null,
    price_unit: null,
    sid: id,
    status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** Phrases the account as the Account resource; of what Twilio has below an account it names what stands here. */
export function accountResource(
  { accountSid: sid, authToken }: TwilioCredentials,
  { current, createdAt, updatedAt }: TwilioStandings,
): Record<string, unknown> {
  const uri = `/${API_VERSION}/Accounts/${sid}`;
  return {
    sid,
    auth_token: authToken,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    friendly_name: 'Testbed',
    owner_account_sid: sid,
    status: current.status,
    subresource_uris: { messages: `${uri}/Messages.json`, balance: `${uri}/Balance.json` },
    type: current.type,
    uri: `${uri}.json`,
  };
}

/** Phrases an instant as Twilio does, for example `Thu, 24 Aug 2023 05:01:45 +0000`. */
export function rfc2822(instant: string | Date): string {
  return new Date(instant).toUTCString().replace('GMT', '+0000');
}
