import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, type JWKSCacheInput, type JWTVerifyGetKey, jwksCache } from 'jose';

/** Where the keys are, and how long they are kept. */
export interface PublishedKeysTerms {
  readonly jwksUrl: URL;
  /** How long a set that was read is used before it is read again, in ms. */
  readonly cacheMs: number;
  /** Limit for reading it, in ms. */
  readonly timeoutMs: number;
}

/**
 * How long a set that is to be read again, and cannot be, is used all the same, in ms. As long, at most, is a key
 * believed that was taken back meanwhile.
 */
const HELD_MS = 600_000;
/**
 * Least time between two readings for the sake of keys that are not in the set, which any stranger can name, and between
 * two that are in vain; in ms.
 */
const COOLDOWN_MS = 10_000;

/** The keys that an issuer publishes, as they were read last. */
export class PublishedKeys {
  readonly #logger = new Logger('SignedIn');
  readonly #held: JWKSCacheInput = {};
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  /** When they were asked for last while they could not be read, in ms since the epoch. */
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly terms: PublishedKeysTerms) {
    this.#keys = createRemoteJWKSet(terms.jwksUrl, {
      cacheMaxAge: terms.cacheMs + HELD_MS,
      cooldownDuration: Math.min(COOLDOWN_MS, terms.cacheMs),
      timeoutDuration: terms.timeoutMs,
      [jwksCache]: this.#held,
    });
  }

  /** Throws what jose throws: of a set that cannot be read, or of a key that is not in it. */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const { uat: readAt } = this.#held;
    const now = Date.now();
    // Without any, jose reads them itself.
    if (readAt !== undefined && now >= readAt + this.terms.cacheMs) await this.#readAgain(readAt, now);
    return await this.#keys(header, token);
  };

  /** Waits for the keys, but not for an issuer that is known to be away. */
  async #readAgain(readAt: number, now: number): Promise<void> {
    if (this.#failedAt <= readAt) return await this.#read();
    if (now < this.#failedAt + COOLDOWN_MS) return;
    this.#failedAt = now;
    void this.#read();
  }

  async #read(): Promise<void> {
    try {
      await this.#keys.reload();
    } catch (error) {
      const isNews = this.#failedAt <= (this.#held.uat ?? 0);
      this.#failedAt = Date.now();
      if (isNews) this.#logger.warn({ msg: 'the keys cannot be read, those held are used', err: error });
    }
  }
}
