import type { RefreshTokenTable } from '@standby/database';

const TOKEN_BYTES = 32;

/** A new opaque refresh token: 32 random bytes in base64url. */
export function newRefreshToken(randomBytes: (size: number) => Buffer): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/**
 * What a presented refresh token is. One used before was copied: its rightful holder or a thief has the newer
 * one, and nothing tells which, so the session has to end.
 */
export type Presented = 'usable' | 'unknown' | 'expired' | 'reused';

/** Judges a stored token at a time in ms. */
export function presentedAs(
  token: Pick<RefreshTokenTable, 'used_at' | 'expires_at'> | undefined,
  now: number,
): Presented {
  if (token === undefined) return 'unknown';
  if (token.used_at !== null) return 'reused';
  return token.expires_at <= now ? 'expired' : 'usable';
}
