import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key by its name; the name stands beside everything that is sealed with it. */
export interface ContentKey {
  /** 1 to 32 letters, digits, `-` and `_`; never reused for another key. */
  readonly name: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** @see NIST SP 800-38D §8.2: 96-bit nonces, random, for at most 2^32 texts a key */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NAME = /^[\w-]{1,32}$/;

/** Seals recipients and texts with AES-256-GCM, under keys that are kept outside the ledger. */
export class ContentKeys {
  readonly #current: ContentKey;
  readonly #byName: ReadonlyMap<string, ContentKey>;

  /**
   * @param current seals, and opens what it sealed
   * @param former only open; one may be dropped when the last code sealed under it has died
   * @throws {RangeError} when a name or the length of a key is not as it has to be, or a name stands twice
   */
  constructor(current: ContentKey, ...former: readonly ContentKey[]) {
    const keys = [current, ...former];
    if (keys.some(({ name, key }) => !NAME.test(name) || key.length !== KEY_BYTES))
      throw new RangeError(`A content key has a name of letters and digits, and ${KEY_BYTES} bytes.`);
    this.#current = current;
    this.#byName = new Map(keys.map((key) => [key.name, key]));
    if (this.#byName.size < keys.length) throw new RangeError('Two content keys have the same name.');
  }

  /** @param context what the text belongs to; a sealed text moved to another row cannot be opened. */
  seal(text: string, context: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const { name, key } = this.#current;
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
      Buffer.from(context),
    );
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${VERSION}.${name}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** The text; `undefined` when its key is not known any more, it was altered, or it belongs elsewhere. */
  open(envelope: string, context: string): string | undefined {
    const [version, name = '', body = ''] = envelope.split('.');
    const key = this.#byName.get(name)?.key;
    const box = Buffer.from(body, 'base64url');
    if (version !== VERSION || key === undefined || box.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = box.subarray(0, NONCE_BYTES);
    const tag = box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    try {
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
      const text = decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
