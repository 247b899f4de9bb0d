import type { ChallengeTable } from '@standby/database';
import type { ChallengeAsker } from './wrong-codes.js';

/** How long a code lives and how often it may be tried and sent. Times are in ms. */
export interface ChallengeRules {
  readonly ttlMs: number;
  /** Codes that may be tried, the right one included. */
  readonly maxAttempts: number;
  readonly resendAfterMs: number;
}

/** A new challenge, before any message was accepted. */
export function issue(
  fields: Pick<
    ChallengeTable,
    'id_digest' | 'number_digest' | 'device_digest' | 'locale' | 'platform' | 'code_digest'
  > & { sealed_number: string; sealed_code: string },
  rules: ChallengeRules,
  now: number,
): ChallengeTable {
  return {
    ...fields,
    status: 'sending',
    attempts_left: rules.maxAttempts,
    created_at: now,
    expires_at: now + rules.ttlMs,
    resend_after_at: now + rules.resendAfterMs,
    last_provider: null,
    message_id: null,
  };
}

/** Who asked for a challenge. */
export function askerOf({ device_digest }: Pick<ChallengeTable, 'device_digest'>): ChallengeAsker {
  return device_digest === null ? 'stranger' : 'confirmed';
}

/**
 * What a challenge can still be used for.
 *
 * ```
 * sending ──accepted──▶ live ──right code──▶ consumed
 *    │                   ├──last wrong code─▶ exhausted
 *  refused: erased       ├──newer challenge─▶ superseded
 *                        └──time passes─────▶ expired (never written: a fact of the clock)
 * ```
 */
export type Standing = 'live' | 'expired' | 'consumed' | 'superseded' | 'exhausted' | 'unknown';

/** The standing of a stored challenge. One never accepted by a provider is `unknown`: nobody was given its id. */
export function standingOf(
  challenge: Pick<ChallengeTable, 'status' | 'expires_at' | 'attempts_left'> | undefined,
  now: number,
): Standing {
  if (challenge === undefined || challenge.status === 'sending') return 'unknown';
  if (challenge.status !== 'live') return challenge.status;
  if (challenge.expires_at <= now) return 'expired';
  return challenge.attempts_left > 0 ? 'live' : 'exhausted';
}

/** When a code may be sent again. */
export type ResendVerdict =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'wait'; readonly waitMs: number };

/** Whether the code of a live challenge may be sent again now. */
export function mayResend(challenge: Pick<ChallengeTable, 'resend_after_at'>, now: number): ResendVerdict {
  const waitMs = challenge.resend_after_at - now;
  return waitMs <= 0 ? { verdict: 'allowed' } : { verdict: 'wait', waitMs };
}
