import { Injectable, Logger } from '@nestjs/common';
import type { SigningKeyTable } from '@standby/database';
import type { CryptoKey } from 'jose';
import { KeyRing } from '../keys/key-ring.js';
import { WallClock } from '../wall-clock.js';
import { keyOf } from './key-pair.js';
import { SigningKeyStore } from './signing-key.store.js';

/** How long a process goes by what it read, in ms; an emergency replacement reaches it after that. */
const REREAD_MS = 2_000;

/** A key as a process holds it. */
export interface HeldKey extends SigningKeyTable {
  readonly publicKey: CryptoKey;
  /** `undefined` when the secrets here do not open it. */
  readonly privateKey: CryptoKey | undefined;
}

/** Whether a key can sign here. */
export function isOpen(key: HeldKey): key is HeldKey & { readonly privateKey: CryptoKey } {
  return key.privateKey !== undefined;
}

/** The keys of the database, opened as far as the secrets here open them. */
@Injectable()
export class HeldKeys {
  readonly #logger = new Logger('SigningKeys');
  #held: { readonly readAt: number; readonly keys: readonly HeldKey[] } = { readAt: 0, keys: [] };
  #rereading: Promise<readonly HeldKey[]> | undefined;

  constructor(
    private readonly store: SigningKeyStore,
    private readonly keys: KeyRing,
    private readonly clock: WallClock,
  ) {}

  /** The keys as they were some seconds ago at most. */
  async recent(): Promise<readonly HeldKey[]> {
    const age = this.clock.now() - this.#held.readAt;
    if (age >= 0 && age < REREAD_MS) return this.#held.keys;
    this.#rereading ??= this.latest().finally(() => {
      this.#rereading = undefined;
    });
    return this.#rereading;
  }

  /** The keys as they are. */
  async latest(): Promise<readonly HeldKey[]> {
    const readAt = this.clock.now();
    const rows = await this.store.all();
    const keys = await Promise.all(rows.map((row) => this.#heldAs(row)));
    this.#held = { readAt, keys };
    return keys;
  }

  async #heldAs(row: SigningKeyTable): Promise<HeldKey> {
    const known = this.#held.keys.find(({ kid }) => kid === row.kid);
    if (known !== undefined) return known;
    const jwk = this.keys.signingKeySeal.open(row.sealed_private_key, row.kid);
    if (jwk === undefined) {
      const reason = 'it is sealed under a secret that is not given here, or was altered';
      this.#logger.warn({ msg: 'a signing key cannot be opened', kid: row.kid, reason });
    }
    return {
      ...row,
      publicKey: await keyOf(row.public_key, row.algorithm),
      privateKey: jwk === undefined ? undefined : await keyOf(jwk, row.algorithm),
    };
  }
}
