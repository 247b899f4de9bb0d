import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';

/** Signatures an access token may have, as JWT names them. */
export const ACCESS_TOKEN_ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;

export type AccessTokenAlgorithm = (typeof ACCESS_TOKEN_ALGORITHMS)[number];

/** @see https://www.rfc-editor.org/rfc/rfc9068#section-2.1 keeps other JWTs of an issuer from passing for one */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** Who a request comes from, as its access token says. */
export interface Bearer {
  readonly accountId: string;
  readonly sessionId: string;
}

/** Whose tokens are believed, and which of them are meant for here. */
export interface AccessTokenTerms {
  /** `iss` */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
}

/**
 * What an access token says; `undefined` when it is not of this issuer, not for this audience, altered, expired, or
 * no access token at all.
 *
 * @param keyFor the public key of a token's header, for its algorithm alone
 * @param now in ms since the epoch
 * @throws whatever `keyFor` throws, unless jose says by it that there is no such key
 */
export async function bearerOf(
  token: string,
  keyFor: JWTVerifyGetKey,
  terms: AccessTokenTerms,
  now: number,
): Promise<Bearer | undefined> {
  try {
    const { payload } = await jwtVerify(token, keyFor, {
      algorithms: [...ACCESS_TOKEN_ALGORITHMS],
      issuer: terms.issuer,
      audience: terms.audience,
      typ: ACCESS_TOKEN_TYPE,
      requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
      currentDate: new Date(now),
    });
    const { sub, sid } = payload;
    return typeof sub === 'string' && typeof sid === 'string'
      ? { accountId: sub, sessionId: sid }
      : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
