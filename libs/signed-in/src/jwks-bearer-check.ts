import { errors } from 'jose';
import { type AccessTokenTerms, type Bearer, bearerOf } from './access-token.js';
import type { BearerCheck } from './bearer-check.js';
import { KeysUnavailableError } from './not-signed-in.error.js';
import { PublishedKeys, type PublishedKeysTerms } from './published-keys.js';

/** Where the keys are, how long they are kept, and whose tokens are believed. */
export interface JwksTerms extends AccessTokenTerms, PublishedKeysTerms {}

/**
 * Checks access tokens by the public keys of their issuer alone. Nobody is asked whether a session still lives: a
 * token is good until it expires, sign-out or not.
 */
export class JwksBearerCheck implements BearerCheck {
  readonly #keys: PublishedKeys;

  constructor(private readonly terms: JwksTerms) {
    this.#keys = new PublishedKeys(terms);
  }

  /** @throws {KeysUnavailableError} when the keys cannot be read, and those held are too old or lack the token's. */
  bearerOf(token: string): Promise<Bearer | undefined> {
    return bearerOf(token, (header, input) => this.#keyFor(header, input), this.terms, Date.now());
  }

  async #keyFor(...named: Parameters<PublishedKeys['keyFor']>) {
    try {
      return await this.#keys.keyFor(...named);
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      throw new KeysUnavailableError(error);
    }
  }
}

function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}
