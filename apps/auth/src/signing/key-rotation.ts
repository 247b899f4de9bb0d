import { Injectable, Logger } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.js';
import { WallClock } from '../wall-clock.js';
import { type HeldKey, HeldKeys, isOpen } from './held-keys.js';
import { KeyMaker } from './key-maker.js';
import {
  ANNOUNCED_MS,
  KeySettings,
  type KeyTimes,
  newestOf,
  nextKeySigns,
  signerAmong,
  standingOf,
} from './signing-key.js';
import { SigningKeyStore } from './signing-key.store.js';

/** None of the keys there are can be opened: a new one under these secrets would put everybody else's out of use. */
export class ForeignKeysError extends Error {
  override readonly name = 'ForeignKeysError';

  constructor() {
    super('AUTH_SECRET opens none of the signing keys in this database; is it the one the service has?');
  }
}

/** Makes the next signing key when it is due or asked for, and forgets those that are retired. */
@Injectable()
export class KeyRotation {
  readonly #logger = new Logger('SigningKeys');

  constructor(
    private readonly held: HeldKeys,
    private readonly store: SigningKeyStore,
    private readonly maker: KeyMaker,
    private readonly settings: KeySettings,
    private readonly audit: AuditLog,
    private readonly clock: WallClock,
  ) {}

  /** Makes the next key if one is due; of any number of instances one does. Afterwards it is there. */
  async makeDue(): Promise<void> {
    const keys = await this.held.latest();
    const signsFrom = nextKeySigns(keys, isOpen, this.settings, this.clock.now());
    if (signsFrom === undefined) return;
    await this.maker.make(numberAfter(keys), signsFrom);
    await this.held.latest();
  }

  /**
   * Announces the next key, whatever the age of the present one. While one is announced already it is that one.
   *
   * @throws {ForeignKeysError} when the secrets here are not those of the service; nothing was made.
   */
  async announce(): Promise<void> {
    const keys = await this.#ownKeys();
    const now = this.clock.now();
    if (keys.some((key) => standingOf(key, keys, now) === 'announced')) return;
    await this.maker.make(numberAfter(keys), keys.length === 0 ? now : now + ANNOUNCED_MS);
    await this.held.latest();
  }

  /**
   * Makes a key that signs at once and forgets all others, for when one may be in wrong hands: what they signed is
   * refused here within seconds, and elsewhere as soon as the published keys are read again.
   *
   * @throws {ForeignKeysError} when the secrets here are not those of the service; nothing was made.
   */
  async replaceAll(): Promise<void> {
    const number = numberAfter(await this.#ownKeys());
    // One that somebody else made this moment was made before the order to replace them all.
    if (!(await this.maker.make(number, this.clock.now()))) return this.replaceAll();
    const kids = await this.store.forgetBefore(number);
    this.audit.note({ event: 'signing-keys-replaced', kids });
    await this.held.latest();
  }

  /** Forgets the keys that are published no more. */
  async forgetRetired(): Promise<void> {
    const keys = await this.held.recent();
    const now = this.clock.now();
    const retired = keys.filter((key) => standingOf(key, keys, now) === 'retired').map(({ kid }) => kid);
    if (retired.length === 0) return;
    const kids = await this.store.forget(retired);
    if (kids.length === 0) return;
    this.#logger.log({ msg: 'signing keys retired', kids });
    this.audit.note({ event: 'signing-keys-retired', kids });
  }

  async #ownKeys(): Promise<readonly HeldKey[]> {
    const keys = await this.held.latest();
    if (keys.length === 0 || signerAmong(keys, isOpen, this.clock.now()) !== undefined) return keys;
    throw new ForeignKeysError();
  }
}

function numberAfter(keys: readonly KeyTimes[]): number {
  return (newestOf(keys)?.generation ?? 0) + 1;
}
