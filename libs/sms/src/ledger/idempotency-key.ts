import { createHash, createHmac } from 'node:crypto';

/** The key is not 1 to 255 visible ASCII characters; nothing was sent. Its message does not repeat the key. */
export class InvalidIdempotencyKeyError extends Error {
  override readonly name = 'InvalidIdempotencyKeyError';

  constructor() {
    super('An idempotency key is 1 to 255 visible ASCII characters, without spaces.');
  }
}

/** The key was used for another recipient, text or purpose; nothing was sent. A new message takes a new key. */
export class IdempotencyConflictError extends Error {
  override readonly name = 'IdempotencyConflictError';

  constructor() {
    super('The idempotency key was used for another message.');
  }
}

/** The store of idempotency keys was silent for as long as the send may take; nothing was sent. */
export class IdempotencyUnavailableError extends Error {
  override readonly name = 'IdempotencyUnavailableError';

  constructor() {
    super('The store of idempotency keys is silent: nothing was sent.');
  }
}

const KEY = /^[!-~]{1,255}$/;

/** @throws {InvalidIdempotencyKeyError} when it is not 1 to 255 visible ASCII characters. */
export function assertIdempotencyKey(key: string): void {
  if (!KEY.test(key)) throw new InvalidIdempotencyKeyError();
}

/** The form in which a key is stored: hosts put order numbers, and worse, into them. */
export function keyDigestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Hexadecimal digits of a fingerprint: 12 bits. */
const FINGERPRINT_LENGTH = 3;

/**
 * Tells one message from another under the same key, and gives away next to nothing of either.
 *
 * It is keyed by the idempotency key, which is not stored: under a key nobody can guess it says nothing. Keys are
 * often order numbers, though, and then a whole digest over a number and a six-digit code could be searched for
 * both. So only 12 bits are kept: some 240 codes, and millions of numbers, share each value, while a key that is
 * used twice by mistake passes unnoticed once in 4096 times. A salt would add nothing, as a key has one row.
 *
 * @param content what must stay the same: recipient, purpose and what the text says
 */
export function fingerprintOf(key: string, content: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(content)).digest('hex').slice(0, FINGERPRINT_LENGTH);
}
