import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { KeyRing } from '../keys/key-ring.js';
import { newKeyPair } from './key-pair.js';
import { KeySettings } from './signing-key.js';
import { SigningKeyStore } from './signing-key.store.js';

/** Makes signing keys: random, the private half sealed before it is stored. */
@Injectable()
export class KeyMaker {
  readonly #logger = new Logger('SigningKeys');

  constructor(
    private readonly store: SigningKeyStore,
    private readonly keys: KeyRing,
    private readonly settings: KeySettings,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Makes the key of a number, unless somebody else has.
   *
   * @param signsFrom in ms since the epoch
   * @returns whether the key of that number is this one
   */
  async make(generation: number, signsFrom: number): Promise<boolean> {
    const { algorithm, secretName } = this.settings;
    const { kid, publicKey, privateKey } = await newKeyPair(algorithm);
    const isOurs = await this.store.add({
      kid,
      generation,
      algorithm,
      public_key: JSON.stringify(publicKey),
      sealed_private_key: this.keys.signingKeySeal.seal(JSON.stringify(privateKey), kid),
      sealed_under: secretName,
      signs_from: signsFrom,
    });
    if (isOurs) {
      const made = { kid, signsFrom: new Date(signsFrom).toISOString() };
      this.#logger.log({ msg: 'signing key made', ...made, algorithm, generation });
      this.audit.note({ event: 'signing-key-made', ...made });
    }
    return isOurs;
  }
}
