import { type Bearer, bearerOf } from '@standby/signed-in';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

const TERMS = { issuer: 'standby', audience: 'standby' };

/**
 * The most stubborn verifier there may be: it reads the published keys once, goes by them for exactly as long as it may
 * cache them, and does not look again for the sake of a key it does not know.
 */
export class StrictVerifier {
  #read: { readonly until: number; readonly keys: JSONWebKeySet } | undefined;

  constructor(
    private readonly origin: string,
    private readonly now: () => number,
  ) {}

  async bearerOf(token: string): Promise<Bearer | undefined> {
    if (this.#read === undefined || this.now() >= this.#read.until) this.#read = await this.#readKeys();
    return bearerOf(token, createLocalJWKSet(this.#read.keys), TERMS, this.now());
  }

  async #readKeys() {
    const answer = await fetch(`${this.origin}/.well-known/jwks.json`);
    const [, seconds] = /max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '') ?? [];
    const keys: JSONWebKeySet = JSON.parse(await answer.text());
    return { until: this.now() + Number(seconds) * 1_000, keys };
  }
}
