import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { JwksBearerCheck } from './jwks-bearer-check.js';

const CACHE_MS = 300_000;
const HELD_MS = 600_000;
const SIGNED_IN = { accountId: 'account', sessionId: 'session' };

const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
const published: JWK = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'EdDSA', use: 'sig' };

let keys: JWK[];
/** `silent` takes the connection and says nothing. */
let issuer: 'up' | 'down' | 'silent';
let reads: number;
let server: Server;
let check: JwksBearerCheck;
let warn: MockInstance<Logger['warn']>;

/** Of jose the clock is that of the process. */
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

beforeEach(async () => {
  vi.setSystemTime(1_790_000_000_000);
  warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  keys = [published];
  issuer = 'up';
  reads = 0;
  server = createServer((_request, response) => {
    reads += 1;
    if (issuer === 'up') response.end(JSON.stringify({ keys }));
    if (issuer === 'down') response.writeHead(503).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  check = new JwksBearerCheck({
    jwksUrl: new URL(`http://127.0.0.1:${port}/jwks.json`),
    issuer: 'us',
    audience: 'here',
    cacheMs: CACHE_MS,
    timeoutMs: 5_000,
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
});

const tokenOf = (kid: string) =>
  new SignJWT({ sid: 'session' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
    .setIssuer('us')
    .setAudience('here')
    .setSubject('account')
    .setJti('id')
    .setIssuedAt()
    .setExpirationTime('15 min')
    .sign(privateKey);
const judged = async (kid = 'key') => check.bearerOf(await tokenOf(kid));

describe('JwksBearerCheck', () => {
  it('reads the keys again once they are old, and believes none that is not published any more', async () => {
    expect(await judged()).toEqual(SIGNED_IN);
    keys = [];
    pass(CACHE_MS - 1);
    expect(await judged()).toEqual(SIGNED_IN);
    pass(1);
    expect(await judged()).toBeUndefined();
  });

  it('judges by the keys it holds for ten minutes more while they cannot be read', async () => {
    await judged();
    issuer = 'down';
    pass(CACHE_MS);
    expect(await judged()).toEqual(SIGNED_IN);
    pass(HELD_MS - 1);
    expect(await judged()).toEqual(SIGNED_IN);
    pass(1);
    await expect(judged()).rejects.toMatchObject({ status: 503 });
    issuer = 'up';
    expect(await judged()).toEqual(SIGNED_IN);
  });

  it('neither believes nor refuses a token whose key it does not hold while they cannot be read', async () => {
    await judged();
    issuer = 'down';
    pass(CACHE_MS);
    await judged();
    await expect(judged('another key')).rejects.toMatchObject({ status: 503 });
  });

  it('forgets a key that was taken back ten seconds after the keys can be read again', async () => {
    await judged();
    issuer = 'down';
    pass(CACHE_MS);
    await judged();
    keys = [];
    issuer = 'up';
    pass(9_999);
    expect(await judged()).toEqual(SIGNED_IN);
    pass(1);
    await judged();
    await vi.waitFor(async () => expect(await judged()).toBeUndefined());
  });

  it('lets requests wait once for an issuer that says nothing, and asks it every ten seconds', async () => {
    await judged();
    issuer = 'silent';
    pass(CACHE_MS);
    const waiting = Promise.all([judged(), judged()]);
    await vi.waitFor(() => expect(reads).toBe(2));
    server.closeAllConnections();
    expect(await waiting).toEqual([SIGNED_IN, SIGNED_IN]);
    pass(9_999);
    await judged();
    pass(1);
    expect(await Promise.all([judged(), judged()])).toEqual([SIGNED_IN, SIGNED_IN]);
    await vi.waitFor(() => expect(reads).toBe(3));
    expect(warn.mock.calls).toEqual([[expect.objectContaining({ msg: expect.stringContaining('held') })]]);
  });

  it('waits for the keys again once they were read after an outage', async () => {
    await judged();
    issuer = 'down';
    pass(CACHE_MS);
    await judged();
    pass(HELD_MS);
    issuer = 'up';
    await judged();
    keys = [];
    pass(CACHE_MS);
    expect(await judged()).toBeUndefined();
  });
});
