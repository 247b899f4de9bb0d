import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Checksum, ChecksumConstructor, SourceData } from '@smithy/types';
import { RecentMap } from '../resilience/recent-map.js';

/** Keys remembered: the secret's and the day's, of credentials that change by the hour. */
const REMEMBERED = 8;

/**
 * SHA-256 for the SDK's signer, in one call each, its keys made once.
 *
 * The SDK's own makes a hash object for each digest and a key for each HMAC, a tenth of what a signed request costs.
 */
export function signerSha256(): ChecksumConstructor {
  const keys = new RecentMap<string, KeyObject>(REMEMBERED);
  const keyOf = (secret: SourceData) => keys.getOrMake(bytesOf(secret).toString('latin1'), keyFrom);
  return class Sha256 implements Checksum {
    readonly #key: KeyObject | undefined;
    #chunks: Buffer[] = [];

    constructor(secret?: SourceData) {
      this.#key = secret === undefined ? undefined : keyOf(secret);
    }

    update(chunk: SourceData): void {
      this.#chunks.push(bytesOf(chunk));
    }

    async digest(): Promise<Uint8Array> {
      const data = Buffer.concat(this.#chunks);
      return this.#key === undefined
        ? hash('sha256', data, 'buffer')
        : createHmac('sha256', this.#key).update(data).digest();
    }

    reset(): void {
      this.#chunks = [];
    }
  };
}

function keyFrom(latin1: string): KeyObject {
  return createSecretKey(latin1, 'latin1');
}

function bytesOf(data: SourceData): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
