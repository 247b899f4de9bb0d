import { createHmac, timingSafeEqual } from 'node:crypto';

/** A key by its name; the name stands beside everything that was made with it. */
export interface NamedKey {
  /** Letters and digits; never reused for another key. */
  readonly name: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/**
 * Digests (HMAC-SHA-256) of what must be recognised and not be read: `<key's name>.<digest>`.
 *
 * Without the key a copy of the table cannot be searched through, however few the possible texts are. During a
 * rotation the former keys still recognise what was stored under them.
 */
export class KeyedDigests {
  readonly #keys: readonly [NamedKey, ...NamedKey[]];

  /**
   * @param current makes new digests
   * @param former only recognise
   */
  constructor(current: NamedKey, ...former: readonly NamedKey[]) {
    this.#keys = [current, ...former];
  }

  /** The digest to store. */
  of(text: string): string {
    return digestUnder(this.#keys[0], text);
  }

  /** What the text may be stored under: one digest a key, the current one's first. */
  candidatesOf(text: string): readonly [string, ...string[]] {
    const [current, ...former] = this.#keys;
    return [digestUnder(current, text), ...former.map((key) => digestUnder(key, text))];
  }

  /** Whether a stored digest is of this text, in time that depends on neither. */
  isOf(digest: string, text: string): boolean {
    const name = keyNameIn(digest);
    // A digest under a key nobody has any more costs and answers what a wrong one does.
    const key = this.#keys.find((known) => known.name === name) ?? this.#keys[0];
    const expected = Buffer.from(digest);
    const given = Buffer.from(digestUnder(key, text));
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}

/** Name of the key a digest was made under. */
export function keyNameIn(digest: string): string {
  return digest.split('.', 1)[0] ?? '';
}

function digestUnder({ name, key }: NamedKey, text: string): string {
  return `${name}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}
