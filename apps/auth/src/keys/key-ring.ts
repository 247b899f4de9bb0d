import { hkdfSync } from 'node:crypto';
import { ContentKeys } from '@standby/sms';
import { KeyedDigests, type NamedKey } from './keyed-digests.js';

/**
 * Every key of the service, one for each use, derived from the secrets, so that no key is ever used for two things
 * and the leak of one tells nothing of another.
 *
 * While a secret is rotated the former one still opens and recognises; only the current one seals and digests.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869 HKDF; the use is its `info`.
 */
export class KeyRing {
  /** Names of the keys of each secret, the current one's first; a name stands before all that was made under its key. */
  readonly names: readonly [string, ...string[]];
  readonly codes: KeyedDigests;
  readonly codeSeal: ContentKeys;
  readonly refreshTokens: KeyedDigests;
  readonly refreshTokenSeal: ContentKeys;
  readonly signingKeySeal: ContentKeys;
  readonly messageSeal: ContentKeys;
  readonly phoneNumbers: KeyedDigests;
  readonly phoneNumberSeal: ContentKeys;
  readonly deviceTokens: KeyedDigests;
  readonly auditChain: KeyedDigests;
  readonly quotas: KeyedDigests;
  readonly guard: KeyedDigests;
  /** Sign the challenges of proofs of work and their solutions; in hexadecimal. */
  readonly proofOfWork: { readonly challenge: string; readonly solution: string };

  /**
   * @param current `AUTH_SECRET`
   * @param former the secrets it replaced, while anything made under them may still be needed
   */
  constructor(current: string, ...former: readonly string[]) {
    const keysFor = (use: string) =>
      [keyFor(current, use), ...former.map((secret) => keyFor(secret, use))] as const;
    this.names = [nameOf(current), ...former.map(nameOf)];
    this.codes = new KeyedDigests(...keysFor('one-time code digest'));
    this.codeSeal = new ContentKeys(...keysFor('one-time code seal'));
    this.refreshTokens = new KeyedDigests(...keysFor('refresh token digest'));
    this.refreshTokenSeal = new ContentKeys(...keysFor('refresh token seal'));
    this.signingKeySeal = new ContentKeys(...keysFor('signing key seal'));
    this.messageSeal = new ContentKeys(...keysFor('message seal'));
    this.phoneNumbers = new KeyedDigests(...keysFor('phone number digest'));
    this.phoneNumberSeal = new ContentKeys(...keysFor('phone number seal'));
    this.deviceTokens = new KeyedDigests(...keysFor('device token digest'));
    this.auditChain = new KeyedDigests(...keysFor('audit chain digest'));
    this.quotas = new KeyedDigests(...keysFor('quota digest'));
    this.guard = new KeyedDigests(...keysFor('pumping guard digest'));
    // One that was given out under a former secret is solved in vain, and asked for anew.
    this.proofOfWork = {
      challenge: derive(current, 'proof of work challenge', 32).toString('hex'),
      solution: derive(current, 'proof of work solution', 32).toString('hex'),
    };
  }
}

/** A secret's key for one use, named after the secret without giving any of it away. */
function keyFor(secret: string, use: string): NamedKey {
  return { name: nameOf(secret), key: derive(secret, use, 32) };
}

function nameOf(secret: string): string {
  return derive(secret, 'name', 4).toString('hex');
}

function derive(secret: string, use: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'standby', `standby/v1/${use}`, bytes));
}
