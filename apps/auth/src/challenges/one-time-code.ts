import { randomInt } from 'node:crypto';

/** Digits in a code. */
export const CODE_LENGTH = 6;

/** A new code of {@link CODE_LENGTH} digits from the system's secure generator; every one is equally likely. */
export function newCode(): string {
  return randomInt(10 ** CODE_LENGTH)
    .toString()
    .padStart(CODE_LENGTH, '0');
}

/** What of a code is digested: bound to its challenge, equal codes look different. */
export function codeIn(challenge: string, code: string): string {
  return `${challenge}:${code}`;
}
