import { transliterate } from './gsm-7.js';
import { normalisePhoneNumber, type PhoneNumber } from './phone-number.js';
import { type Encoding, segmentsOf } from './segments.js';

/**
 * What a maybe-sent message means: a second copy of the same `one-time-code` is harmless, so failover goes on;
 * a `notification` stops and is reported as `unknown`.
 */
export type Purpose = 'one-time-code' | 'notification';

/** A message past every check of its own: it can be sent as it stands. */
export interface OutboundMessage {
  /** Ours: a UUID of version 7, ordered by time. */
  readonly id: string;
  readonly to: PhoneNumber;
  readonly text: string;
  readonly encoding: Encoding;
  readonly segments: number;
  readonly purpose: Purpose;
  /** Seconds after which the text is worthless; providers that can, drop it then. Whole, 1 to 36 000. */
  readonly validForSeconds?: number;
}

/** Why a message cannot be sent. */
export type InvalidMessageReason = 'empty' | 'too-long' | 'control-characters' | 'validity-out-of-range';

/** The message cannot be sent by any provider; nothing was sent. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError';

  constructor(readonly reason: InvalidMessageReason) {
    super(`The message cannot be sent: ${reason}.`);
  }
}

/** Characters in one message; Twilio and SNS share this limit. @see Twilio error 21617, SNS Publish */
const MAX_TEXT_LENGTH = 1600;
/** Ten hours; of a text that is good for longer, providers are told this. @see Twilio error 21624 */
const MAX_VALIDITY_SECONDS = 36_000;
const CONTROL = /[^\P{Cc}\n\r\t\f]|\p{Cs}/u;

export interface MessageDraft {
  /** A number as typed, or one already normalised. */
  readonly to: string | PhoneNumber;
  readonly text: string;
  /** A `notification` unless it is said to be a `one-time-code`: of what is not, no second copy is risked. */
  readonly purpose?: Purpose | undefined;
  /** Seconds after which the text is worthless, from 1 on; rounded up, and at most 36 000 are told. */
  readonly validForSeconds?: number;
}

/**
 * Turns what the caller wrote into what goes out: E.164, look-alikes transliterated, segments counted.
 *
 * @throws {InvalidRecipientError} when `to` is not a number that takes text messages; nothing was sent.
 * @throws {InvalidMessageError} when the text is empty, over 1600 characters, or holds control characters, or
 *   when it is good for less than a second, or not for a finite number of them.
 */
export function normalise(draft: MessageDraft, id: string): OutboundMessage {
  const to = typeof draft.to === 'string' ? normalisePhoneNumber(draft.to) : draft.to;
  if (CONTROL.test(draft.text)) throw new InvalidMessageError('control-characters');
  const text = transliterate(draft.text);
  if (text.trim() === '') throw new InvalidMessageError('empty');
  if (text.length > MAX_TEXT_LENGTH) throw new InvalidMessageError('too-long');
  const { purpose, validForSeconds } = draft;
  return {
    id,
    to,
    text,
    ...segmentsOf(text),
    purpose: purpose === 'one-time-code' ? 'one-time-code' : 'notification',
    ...(validForSeconds === undefined ? {} : { validForSeconds: normaliseValidity(validForSeconds) }),
  };
}

function normaliseValidity(givenSeconds: number): number {
  const seconds = Math.ceil(givenSeconds);
  if (!Number.isFinite(seconds) || seconds < 1) throw new InvalidMessageError('validity-out-of-range');
  return Math.min(seconds, MAX_VALIDITY_SECONDS);
}
