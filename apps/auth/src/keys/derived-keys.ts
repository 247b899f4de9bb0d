import { hkdfSync } from 'node:crypto';

/**
 * One key for each use, 32 bytes each, derived from one secret, so that no key is ever used for two things and
 * the leak of one tells nothing of another.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869 HKDF; the label is its `info`.
 */
export class DerivedKeys {
  readonly codeDigest: Buffer;
  readonly codeSeal: Buffer;
  readonly signingKeySeal: Buffer;
  readonly refreshTokenDigest: Buffer;
  readonly messageSeal: Buffer;

  constructor(secret: string) {
    this.codeDigest = derive(secret, 'one-time code digest');
    this.codeSeal = derive(secret, 'one-time code seal');
    this.signingKeySeal = derive(secret, 'signing key seal');
    this.refreshTokenDigest = derive(secret, 'refresh token digest');
    this.messageSeal = derive(secret, 'message seal');
  }
}

function derive(secret: string, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'standby', `standby/v1/${label}`, 32));
}
