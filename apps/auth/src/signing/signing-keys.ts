import { Injectable } from '@nestjs/common';
import type { CryptoKey, JWK } from 'jose';
import { WallClock } from '../wall-clock.js';
import { type HeldKey, HeldKeys, isOpen } from './held-keys.js';
import { KeyRotation } from './key-rotation.js';
import { signerAmong, standingOf } from './signing-key.js';

/** How many keys others may make meanwhile that cannot be opened here, before it is a fault. */
const ATTEMPTS = 3;
/** SHA-256 in base64url, as RFC 7638 names a key. */
const THUMBPRINT = /^[\w-]{43}$/;

/** What signs a token, and the name its public half is published under. */
export interface Signer {
  readonly kid: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
}

/** The keys of access tokens: one that signs, and all that are published. */
@Injectable()
export class SigningKeys {
  #making: Promise<void> | undefined;

  constructor(
    private readonly held: HeldKeys,
    private readonly rotation: KeyRotation,
    private readonly clock: WallClock,
  ) {}

  /** What new tokens are signed with; where nothing can sign, a key is made that does at once. */
  async signer(): Promise<Signer> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const signer = signerAmong(await this.held.recent(), isOpen, this.clock.now());
      if (signer !== undefined && isOpen(signer)) return signer;
      // Those who find none at the same moment need one key together.
      this.#making ??= this.rotation.makeDue().finally(() => {
        this.#making = undefined;
      });
      await this.#making;
    }
    throw new Error('There is no key to sign with: others make keys that AUTH_SECRET here does not open.');
  }

  /** The public key of a name for an algorithm, or undefined. */
  async publicKeyOf(kid: string, algorithm: string): Promise<CryptoKey | undefined> {
    if (!THUMBPRINT.test(kid)) return undefined;
    const isMeant = (key: HeldKey) => key.kid === kid && key.algorithm === algorithm;
    // One that is not known yet may have been made by another instance a moment ago.
    const key = this.#published(await this.held.recent()).find(isMeant);
    return (key ?? this.#published(await this.held.latest()).find(isMeant))?.publicKey;
  }

  /** Every published key, as a JSON Web Key Set (RFC 7517). */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    const keys = this.#published(await this.held.recent());
    return { keys: keys.map((key): JWK => JSON.parse(key.public_key)) };
  }

  #published(keys: readonly HeldKey[]): HeldKey[] {
    return keys.filter((key) => standingOf(key, keys, this.clock.now()) !== 'retired');
  }
}
