import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT } from 'jose';
import { AppConfig } from '../app.config.js';
import { Clock } from '../clock.js';
import { SIGNING_ALGORITHM, SigningKeys } from './signing-keys.js';

const ISSUER = 'standby';
const AUDIENCE = 'standby';

/** Who a request comes from, as its access token says. */
export interface Bearer {
  readonly accountId: string;
  readonly sessionId: string;
}

/** Access tokens: short-lived JWTs (RFC 7519), signed with Ed25519. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Seconds a token lives. */
  get expiresIn(): number {
    return this.config.ACCESS_TOKEN_TTL_SECS;
  }

  /** A signed token for one session of an account. */
  async sign({ accountId, sessionId }: Bearer): Promise<string> {
    const { kid, privateKey } = await this.keys.current();
    const issuedAt = Math.floor(this.clock.now() / 1_000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(accountId)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.expiresIn)
      .sign(privateKey);
  }

  /** What a token says, or undefined when it is not one of ours, altered, or expired. */
  async parse(token: string): Promise<Bearer | undefined> {
    try {
      const { payload } = await jwtVerify(token, async ({ kid = '' }) => this.publicKeyOf(kid), {
        algorithms: [SIGNING_ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'at+jwt',
        currentDate: new Date(this.clock.now()),
      });
      const { sub, sid } = payload;
      return sub !== undefined && typeof sid === 'string' ? { accountId: sub, sessionId: sid } : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  private async publicKeyOf(kid: string) {
    const key = await this.keys.publicKeyOf(kid);
    if (key === undefined) throw new errors.JWKSNoMatchingKey();
    return key;
  }
}
