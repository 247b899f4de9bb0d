import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { type AccessTokenTerms, type Bearer, bearerOf } from './access-token.js';
import type { BearerCheck } from './bearer-check.js';
import { KeysUnavailableError } from './not-signed-in.error.js';

/** Where the keys are, how long they are kept, and whose tokens are believed. */
export interface JwksTerms extends AccessTokenTerms {
  readonly jwksUrl: URL;
  /** How long a set that was read is used, in ms. */
  readonly cacheMs: number;
  /** Limit for reading it, in ms. */
  readonly timeoutMs: number;
}

/** Least time between two readings for the sake of keys that are not in the set, in ms: any stranger can name one. */
const COOLDOWN_MS = 10_000;

/**
 * Checks access tokens by the public keys of their issuer alone. Nobody is asked whether a session still lives: a
 * token is good until it expires, sign-out or not.
 */
export class JwksBearerCheck implements BearerCheck {
  readonly #keyFor: JWTVerifyGetKey;

  constructor(private readonly terms: JwksTerms) {
    const keys = createRemoteJWKSet(terms.jwksUrl, {
      cacheMaxAge: terms.cacheMs,
      cooldownDuration: Math.min(COOLDOWN_MS, terms.cacheMs),
      timeoutDuration: terms.timeoutMs,
    });
    this.#keyFor = async (header, token) => {
      try {
        return await keys(header, token);
      } catch (error) {
        if (isAboutTheToken(error)) throw error;
        throw new KeysUnavailableError(error);
      }
    };
  }

  /** @throws {KeysUnavailableError} when the keys cannot be read. */
  bearerOf(token: string): Promise<Bearer | undefined> {
    return bearerOf(token, this.#keyFor, this.terms, Date.now());
  }
}

function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}
