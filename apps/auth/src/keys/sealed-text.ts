import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text that cannot be opened: another key, another place, or altered bytes. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

/**
 * Seals a text with AES-256-GCM as `v1.<key id>.<nonce, tag and ciphertext>`.
 *
 * @param context what the text belongs to; only a call with the same context opens it, so a sealed text moved
 * to another row is worthless.
 */
export function seal(text: string, key: Buffer, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const box = Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
  return `${VERSION}.${keyIdOf(key)}.${box.toString('base64url')}`;
}

/** @throws {UnsealError} when the envelope was not made by `seal` with this key and context. */
export function unseal(envelope: string, key: Buffer, context: string): string {
  const [version, keyId, body] = envelope.split('.');
  if (version !== VERSION || body === undefined) throw new UnsealError('This is not a sealed text.');
  if (keyId !== keyIdOf(key)) {
    throw new UnsealError('It was sealed under another key; AUTH_SECRET has changed since.');
  }
  const box = Buffer.from(body, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const ciphertext = box.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new UnsealError('The sealed text was altered or belongs elsewhere.', { cause });
  }
}

/** Names a key without giving any of it away. */
function keyIdOf(key: Buffer): string {
  return createHash('sha256').update('key id').update(key).digest('base64url').slice(0, 8);
}
