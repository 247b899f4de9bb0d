import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/** Digits in a code. */
export const CODE_LENGTH = 6;

/** A new code of {@link CODE_LENGTH} digits from the system's secure generator; every one is equally likely. */
export function newCode(): string {
  return randomInt(10 ** CODE_LENGTH)
    .toString()
    .padStart(CODE_LENGTH, '0');
}

/**
 * The keyed digest under which a code is stored. It is bound to its challenge, so equal codes look different,
 * and without the key a copy of the table cannot be searched through a million codes.
 */
export function codeDigestOf(code: string, challenge: string, key: Buffer): string {
  return createHmac('sha256', key).update(`${challenge}:${code}`).digest('base64url');
}

/** Whether a code is the one behind a digest, in time that does not depend on the answer. */
export function isCodeBehind(digest: string, code: string, challenge: string, key: Buffer): boolean {
  const expected = Buffer.from(digest);
  const given = Buffer.from(codeDigestOf(code, challenge, key));
  return expected.length === given.length && timingSafeEqual(expected, given);
}
