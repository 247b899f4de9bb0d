import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_TYPE, type Bearer, bearerOf } from '@standby/signed-in';
import { errors, SignJWT } from 'jose';
import { SessionsConfig } from '../sessions/sessions.config.js';
import { WallClock } from '../wall-clock.js';
import { SigningKeys } from './signing-keys.js';

/** An access token, and the seconds it lives. */
export interface SignedAccessToken {
  readonly accessToken: string;
  readonly expiresIn: number;
}

/** Access tokens: short-lived JWTs (RFC 9068). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly config: SessionsConfig,
    private readonly clock: WallClock,
  ) {}

  /**
   * A signed token for one session of an account.
   *
   * @param endsAt when the session ends unless it is continued; the token does not outlive it by a whole second. In ms since the epoch.
   */
  async sign({ accountId, sessionId }: Bearer, endsAt: number): Promise<SignedAccessToken> {
    const { kid, algorithm, privateKey } = await this.keys.signer();
    const issuedAt = Math.floor(this.clock.now() / 1_000);
    const expiresAt = Math.min(issuedAt + this.config.ACCESS_TOKEN_TTL_SECS, Math.ceil(endsAt / 1_000));
    const accessToken = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: algorithm, kid, typ: ACCESS_TOKEN_TYPE })
      .setIssuer(this.config.ACCESS_TOKEN_ISSUER)
      .setAudience(this.config.ACCESS_TOKEN_AUDIENCE)
      .setSubject(accountId)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
    return { accessToken, expiresIn: expiresAt - issuedAt };
  }

  /** What a token says, or undefined when it is not one of ours, altered, or expired. */
  async parse(token: string): Promise<Bearer | undefined> {
    const keyFor = async ({ kid = '', alg }: { kid?: string; alg: string }) => {
      const key = await this.keys.publicKeyOf(kid, alg);
      if (key === undefined) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    const terms = { issuer: this.config.ACCESS_TOKEN_ISSUER, audience: this.config.ACCESS_TOKEN_AUDIENCE };
    return bearerOf(token, keyFor, terms, this.clock.now());
  }
}
