import { createHash } from 'node:crypto';

const ID_BYTES = 32;
const ID = /^[A-Za-z0-9_-]{43}$/;

/**
 * A new challenge id: 32 random bytes in base64url. Whoever holds it may try codes and ask for a resend, so it
 * is handed to the client, stored only as a digest, and never logged.
 */
export function newChallengeId(randomBytes: (size: number) => Buffer): string {
  return randomBytes(ID_BYTES).toString('base64url');
}

/** What a challenge is stored under. SHA-256 without a key suffices: the id has 256 bits to guess. */
export function challengeDigestOf(id: string): string {
  // A malformed id becomes the digest of nothing ever issued, so it costs and answers what an unknown one does.
  return createHash('sha256')
    .update(ID.test(id) ? id : 'malformed')
    .digest('base64url');
}
