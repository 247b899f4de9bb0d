import { createHash } from 'node:crypto';
import type { ChallengeTable } from '@standby/database';

const ID_BYTES = 32;
/** Characters of the digest of an id that name a challenge in records: 96 bits. */
const NAME_LENGTH = 16;
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

/** How a challenge is called in records: tells it from others, and is no key to it. */
export function challengeNameOf({ id_digest }: Pick<ChallengeTable, 'id_digest'>): string {
  return id_digest.slice(0, NAME_LENGTH);
}

/** What the sealed number of a challenge is bound to. */
export function challengeRowOf(idDigest: string): string {
  return `challenge ${idDigest}`;
}
