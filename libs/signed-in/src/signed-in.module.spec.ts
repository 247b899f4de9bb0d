import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Controller, Get } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bearer } from './access-token.js';
import { CurrentAccountId, CurrentBearer, SignedIn } from './signed-in.decorators.js';
import { SignedInModule } from './signed-in.module.js';

@Controller('orders')
@SignedIn()
class OrdersController {
  @Get('bearer')
  bearer(@CurrentBearer() bearer: Bearer): Bearer {
    return bearer;
  }

  @Get('account')
  account(@CurrentAccountId() id: string): { id: string } {
    return { id };
  }
}

@Controller('open')
class OpenController {
  @Get()
  account(@CurrentAccountId() id: string): { id: string } {
    return { id };
  }
}

const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
const JWKS: { keys: JWK[] } = {
  keys: [{ ...(await exportJWK(publicKey)), kid: 'key', alg: 'ES256', use: 'sig' }],
};

let issuer: Server;
let answer: { status: number; body: string };
let reads: number;
let app: NestFastifyApplication;

beforeEach(async () => {
  answer = { status: 200, body: JSON.stringify(JWKS) };
  reads = 0;
  issuer = createServer((_request, response) => {
    reads += 1;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  const address = issuer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const options = { jwksUrl: `http://127.0.0.1:${port}/jwks.json`, issuer: 'us', audience: 'here' };
  const testing = await Test.createTestingModule({
    imports: [SignedInModule.forRoot(options)],
    controllers: [OrdersController, OpenController],
  }).compile();
  testing.useLogger(false);
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
});

afterEach(async () => {
  await app.close();
  issuer.close();
});

const tokenOf = (audience = 'here', kid = 'key') =>
  new SignJWT({ sid: 'session' })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
    .setIssuer('us')
    .setAudience(audience)
    .setSubject('account')
    .setJti('id')
    .setIssuedAt()
    .setExpirationTime('15 min')
    .sign(privateKey);
const get = async (url: string, authorization?: string) => {
  const headers = authorization === undefined ? {} : { authorization };
  const { statusCode, headers: answered, body } = await app.inject({ url, headers });
  return { status: statusCode, challenge: answered['www-authenticate'], body: JSON.parse(body) };
};

describe('@SignedIn()', () => {
  it('lets a good token through and tells whose it is, reading the keys once', async () => {
    const authorization = `Bearer ${await tokenOf()}`;
    const bearer = { accountId: 'account', sessionId: 'session' };
    expect(await get('/orders/bearer', authorization)).toMatchObject({ status: 200, body: bearer });
    expect(await get('/orders/account', authorization)).toMatchObject({ body: { id: 'account' } });
    expect(await get('/orders/account', `bearer  ${await tokenOf()}`)).toMatchObject({ status: 200 });
    expect(reads).toBe(1);
  });

  it('refuses a request without a token, and says how to come back', async () => {
    for (const authorization of [undefined, '', 'Bearer', 'Basic dTpw', 'Bearer a b'])
      expect(await get('/orders/bearer', authorization)).toEqual({
        status: 401,
        challenge: 'Bearer',
        body: expect.objectContaining({ status: 401, code: 'access-token-invalid' }),
      });
    expect(reads).toBe(0);
  });

  it('refuses a token that is not to be believed, and says that it is the token', async () => {
    for (const token of ['x', await tokenOf('there'), await tokenOf('here', 'another key')])
      expect(await get('/orders/bearer', `Bearer ${token}`)).toMatchObject({
        status: 401,
        challenge: 'Bearer error="invalid_token"',
      });
  });

  it.each([
    { status: 500, body: '{}' },
    { status: 200, body: '<html>' },
    { status: 200, body: '{"keys":"none"}' },
  ])('judges no token while the issuer answers %j', async (broken) => {
    const authorization = `Bearer ${await tokenOf()}`;
    const working = answer;
    answer = broken;
    const refusal = await get('/orders/bearer', authorization);
    expect(refusal).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(refusal.challenge).toBeUndefined();
    answer = working;
    expect((await get('/orders/bearer', authorization)).status).toBe(200);
  });

  it('is missed where somebody asks who is signed in without it', async () => {
    expect((await get('/open')).status).toBe(500);
  });
});

describe('SignedInModule', () => {
  const good = { jwksUrl: 'https://example.com/jwks.json', issuer: 'us', audience: 'here' };

  it.each([
    ['jwksUrl', { ...good, jwksUrl: 'example.com' }],
    ['jwksUrl', { ...good, jwksUrl: 'file:///etc/keys' }],
    ['issuer', { ...good, issuer: '' }],
    ['audience', { ...good, audience: '' }],
    ['cacheMs', { ...good, cacheMs: 999 }],
    ['cacheMs', { ...good, cacheMs: 600_001 }],
    ['timeoutMs', { ...good, timeoutMs: 99 }],
    ['timeoutMs', { ...good, timeoutMs: 0.5 }],
  ])('names %s when it cannot be used', async (option, options) => {
    const compiling = Test.createTestingModule({ imports: [SignedInModule.forRoot(options)] }).compile();
    await expect(compiling).rejects.toThrow(`SignedInModule: ${option} must be`);
  });
});
