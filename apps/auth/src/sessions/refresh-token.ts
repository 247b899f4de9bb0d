import type { SessionTable } from '@standby/database';

/** Of what all tokens of a family begin with, and of what is each token's own; multiples of 3 make whole characters. */
const FAMILY_BYTES = 18;
const OWN_BYTES = 30;
const FAMILY_LENGTH = (FAMILY_BYTES / 3) * 4;
const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/** The beginning that the tokens of a new family have in common: 24 characters that nobody can guess. */
export function newFamily(randomBytes: (size: number) => Buffer): string {
  return randomBytes(FAMILY_BYTES).toString('base64url');
}

/** A new opaque token of a family: 64 characters of base64url. */
export function newRefreshToken(family: string, randomBytes: (size: number) => Buffer): string {
  return `${family}${randomBytes(OWN_BYTES).toString('base64url')}`;
}

/** The family of a token; `undefined` when it is none of ours by its form alone. */
export function parseFamily(token: string): string | undefined {
  return TOKEN.test(token) ? token.slice(0, FAMILY_LENGTH) : undefined;
}

/**
 * What a presented token is to the session of its family:
 *
 * * `current`: the one that can be used. There is never more than one.
 * * `repeated`: the one that it replaced, less than the grace ago, while it has not been used itself. Whoever lost the
 *   answer, and the other of two tabs, come with it; they get the same current token, so the family stays one line.
 * * `reused`: any other. It was used, and whoever used it has moved on; now its rightful holder or a thief comes
 *   with it, and nothing tells which.
 */
export type Presented =
  | { readonly as: 'unknown' | 'ended' | 'expired' }
  | { readonly as: 'current' | 'reused'; readonly session: SessionTable }
  | { readonly as: 'repeated'; readonly session: SessionTable; readonly sealedToken: string };

/**
 * Judges a token by the session of its family, at a time in ms.
 *
 * @param digests what the token may be kept under
 */
export function presentedAs(
  session: SessionTable | undefined,
  digests: readonly string[],
  graceMs: number,
  now: number,
): Presented {
  if (session === undefined) return { as: 'unknown' };
  if (session.status !== 'live') return { as: 'ended' };
  const { token_digest, former_digest, rotated_at, sealed_token: sealedToken } = session;
  const isCurrent = digests.includes(token_digest);
  const isFormer = former_digest !== null && digests.includes(former_digest);
  const isInGrace = isFormer && rotated_at !== null && now - rotated_at < graceMs;
  if (!isCurrent && !isInGrace) return { as: 'reused', session };
  if (now >= session.token_expires_at) return { as: 'expired' };
  if (isCurrent) return { as: 'current', session };
  return sealedToken === null ? { as: 'reused', session } : { as: 'repeated', session, sealedToken };
}
