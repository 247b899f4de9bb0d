import type { AccessTokenAlgorithm } from '@standby/signed-in';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

/** Of RSA keys; no other algorithm asks. @see NIST SP 800-57 part 1, table 2: 128 bits of security */
const RSA_BITS = 3_072;

/** A new pair, as JWK. */
export interface KeyPair {
  /** @see https://www.rfc-editor.org/rfc/rfc7638 SHA-256 of the public half */
  readonly kid: string;
  readonly publicKey: JWK;
  readonly privateKey: JWK;
}

/** A new random pair for an algorithm. */
export async function newKeyPair(algorithm: AccessTokenAlgorithm): Promise<KeyPair> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength: RSA_BITS });
  const publicKey = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicKey);
  return {
    kid,
    publicKey: { ...publicKey, kid, alg: algorithm, use: 'sig' },
    privateKey: await exportJWK(pair.privateKey),
  };
}

/** The key of a JWK in JSON, for one algorithm alone. */
export async function keyOf(jwk: string, algorithm: string): Promise<CryptoKey> {
  const key = await importJWK(JSON.parse(jwk), algorithm);
  if (key instanceof Uint8Array) throw new TypeError('A signing key must be asymmetric.');
  return key;
}
