import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DATABASE, type Database, type SigningKeyTable } from '@standby/database';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { Clock } from '../clock.js';
import { KeyRing } from '../keys/key-ring.js';

/** The signature of access tokens: Ed25519, under the name JWT libraries know it by. */
export const SIGNING_ALGORITHM = 'EdDSA';

/** SHA-256 in base64url, as RFC 7638 names a key. */
const THUMBPRINT = /^[\w-]{43}$/;

/** A private key and the name its public half is published under. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/** The key pairs of access tokens: generated on the first start, then kept, the private halves sealed. */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private readonly logger = new Logger(SigningKeys.name);
  private signingKey: SigningKey | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.current();
  }

  /** The key new tokens are signed with. */
  async current(): Promise<SigningKey> {
    this.signingKey ??= (await this.newestOpened()) ?? (await this.generated());
    return this.signingKey;
  }

  /** The public key of a name, or undefined. */
  async publicKeyOf(kid: string): Promise<CryptoKey | undefined> {
    // The name comes from a token nobody has checked yet, and PostgreSQL refuses some texts, those with a NUL.
    if (!THUMBPRINT.test(kid)) return undefined;
    const row = await this.database
      .selectFrom('signing_keys')
      .selectAll()
      .where('kid', '=', kid)
      .executeTakeFirst();
    return row && importKey(JSON.parse(row.public_key));
  }

  /** Every public key, as a JSON Web Key Set. */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    const rows = await this.rows();
    return { keys: rows.map((row): JWK => JSON.parse(row.public_key)) };
  }

  private async newestOpened(): Promise<SigningKey | undefined> {
    for (const row of await this.rows()) {
      const jwk = this.keys.signingKeySeal.open(row.sealed_private_key, row.kid);
      if (jwk !== undefined) return { kid: row.kid, privateKey: await importKey(JSON.parse(jwk)) };
      this.logger.warn(
        `Signing key ${row.kid} cannot be opened: AUTH_SECRET is another one, or it was altered.`,
      );
    }
    return undefined;
  }

  private async generated(): Promise<SigningKey> {
    const { privateKey, publicKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
    const publicJwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    await this.database
      .insertInto('signing_keys')
      .values({
        kid,
        public_key: JSON.stringify({ ...publicJwk, kid, alg: SIGNING_ALGORITHM, use: 'sig' }),
        sealed_private_key: this.keys.signingKeySeal.seal(JSON.stringify(await exportJWK(privateKey)), kid),
        created_at: this.clock.now(),
      })
      .execute();
    return { kid, privateKey };
  }

  private async rows(): Promise<SigningKeyTable[]> {
    return this.database
      .selectFrom('signing_keys')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('kid')
      .execute();
  }
}

async function importKey(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, SIGNING_ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('A signing key must be asymmetric.');
  return key;
}
