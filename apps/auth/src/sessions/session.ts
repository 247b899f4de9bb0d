import type { SessionTable } from '@standby/database';

/** How long sessions and their tokens last; times in ms. */
export interface SessionRules {
  /** How long a session may lie unused. */
  readonly tokenTtlMs: number;
  /** How long it lasts however much it is used. */
  readonly maxAgeMs: number;
  /** How long a token that was just used is answered with the same new one again. */
  readonly graceMs: number;
}

/** The rules of this service; a class so that it can be injected. */
export abstract class SessionSettings implements SessionRules {
  abstract readonly tokenTtlMs: number;
  abstract readonly maxAgeMs: number;
  abstract readonly graceMs: number;
}

/** What is kept of a refresh token, and of the family it belongs to. */
export type KeptToken = Pick<SessionTable, 'family_digest' | 'token_digest'>;

/**
 * A new session, with the first token of its family.
 *
 * ```
 * live ──current token──▶ live, with the next token
 *   ├──a token that was replaced─▶ revoked
 *   ├──sign-out──────────────────▶ signed-out
 *   └──unused, or at its age─────▶ over
 * ```
 */
export function opened(
  fields: Pick<SessionTable, 'id' | 'account_id' | 'client' | 'network'>,
  token: KeptToken,
  rules: SessionRules,
  now: number,
): SessionTable {
  const expires_at = now + rules.maxAgeMs;
  return {
    ...fields,
    ...token,
    status: 'live',
    created_at: now,
    expires_at,
    token_expires_at: Math.min(now + rules.tokenTtlMs, expires_at),
    former_digest: null,
    rotated_at: null,
    sealed_token: null,
  };
}

/** What is kept when a token is used: of the one that replaces it, of itself, and where it came from. */
export type KeptRotation = KeptToken & {
  readonly sealed_token: string;
  readonly former_digest: string;
  readonly network: string | null;
};

/** The session once its current token was replaced by the next. */
export function rotated(
  session: SessionTable,
  next: KeptRotation,
  rules: SessionRules,
  now: number,
): SessionTable {
  return {
    ...session,
    ...next,
    // Without a grace nobody is answered with it again.
    sealed_token: rules.graceMs === 0 ? null : next.sealed_token,
    token_expires_at: Math.min(now + rules.tokenTtlMs, session.expires_at),
    rotated_at: now,
  };
}

/** Whether access tokens of a session are good: as long as it could be continued. */
export function isLive({ status, token_expires_at }: SessionTable, now: number): boolean {
  return status === 'live' && now < token_expires_at;
}
