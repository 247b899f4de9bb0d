import { type CryptoKey, errors, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { bearerOf } from './access-token.js';

const TERMS = { issuer: 'us', audience: 'here' };
const NOW = 1_790_000_000_000;
const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
const stranger = await generateKeyPair('EdDSA');

interface Changes {
  /** Claims in the place of the good ones; `undefined` leaves one out. */
  readonly payload?: object;
  readonly header?: object;
  readonly key?: CryptoKey;
}

const GOOD = { iss: 'us', aud: 'here', sub: 'account', sid: 'session', jti: 'id', iat: NOW / 1_000 };

const tokenOf = ({ payload = {}, header = {}, key = privateKey }: Changes = {}) => {
  const claims: JWTPayload = JSON.parse(JSON.stringify({ ...GOOD, exp: NOW / 1_000 + 900, ...payload }));
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key', ...header })
    .sign(key);
};
const judge = async (token: string, now = NOW) => bearerOf(token, async () => publicKey, TERMS, now);

describe('bearerOf', () => {
  it('tells whose token it is, in each algorithm, until it expires', async () => {
    const bearer = { accountId: 'account', sessionId: 'session' };
    const token = await tokenOf();
    expect(await judge(token, NOW + 899_999)).toEqual(bearer);
    expect(await judge(token, NOW + 900_000)).toBeUndefined();
    for (const alg of ['ES256', 'RS256']) {
      const pair = await generateKeyPair(alg);
      const signed = await tokenOf({ header: { alg }, key: pair.privateKey });
      expect(await bearerOf(signed, async () => pair.publicKey, TERMS, NOW)).toEqual(bearer);
    }
  });

  it.each<[string, Changes]>([
    ['of another issuer', { payload: { iss: 'them' } }],
    ['for another audience', { payload: { aud: 'there' } }],
    ['of another kind', { header: { typ: 'JWT' } }],
    ['signed by a stranger', { key: stranger.privateKey }],
    ['without an account', { payload: { sub: undefined } }],
    ['without a session', { payload: { sid: undefined } }],
    ['with a session that is no text', { payload: { sid: 7 } }],
    ['without an id', { payload: { jti: undefined } }],
    ['without an end', { payload: { exp: undefined } }],
    ['without a beginning', { payload: { iat: undefined } }],
  ])('believes none that is %s', async (_name, changes) => {
    expect(await judge(await tokenOf(changes))).toBeUndefined();
  });

  it('believes none that is signed with the public key as if it were a shared secret', async () => {
    const { x = '' } = await exportJWK(publicKey);
    const key = await crypto.subtle.importKey(
      'raw',
      Buffer.from(x, 'base64url'),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    expect(await judge(await tokenOf({ header: { alg: 'HS256' }, key }))).toBeUndefined();
  });

  it.each(['', 'x', 'a.b.c', 'e30.e30.', `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`])(
    'believes no %j',
    async (token) => {
      expect(await judge(token)).toBeUndefined();
    },
  );

  it('passes on what it is not for the token to answer for', async () => {
    const token = await tokenOf();
    const away = new Error('the database is away');
    await expect(bearerOf(token, () => Promise.reject(away), TERMS, NOW)).rejects.toBe(away);
    const unknown = new errors.JWKSNoMatchingKey();
    expect(await bearerOf(token, () => Promise.reject(unknown), TERMS, NOW)).toBeUndefined();
  });
});
