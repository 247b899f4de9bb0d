import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createApp } from '@standby/auth';
import { CurrentAccountId, SignedIn, SignedInModule } from '@standby/signed-in';

// A service of its own, with no database, that lets those through whom the sign-in API has signed in. Node takes types
// away and no decorators, so this file runs compiled: examples/dist/06-signed-in-elsewhere.js.

const auth = await createApp({ NODE_ENV: 'test', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' });
await auth.listen(0, '127.0.0.1');
const authUrl = await auth.getUrl();

// #region signed-in
@Controller('orders')
class OrdersController {
  @Get()
  @SignedIn()
  list(@CurrentAccountId() accountId: string): string {
    return `orders of ${accountId}`;
  }
}

@Module({
  imports: [
    SignedInModule.forRoot({
      jwksUrl: `${authUrl}/.well-known/jwks.json`,
      issuer: 'standby',
      audience: 'standby',
    }),
  ],
  controllers: [OrdersController],
})
class OrdersModule {}
// #endregion

const orders = await NestFactory.create(OrdersModule, new FastifyAdapter(), { logger: false });
await orders.listen(0, '127.0.0.1');

const post = async (path: string, body: object) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${authUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const fields: Record<string, string> = JSON.parse(await answer.text());
  return fields;
};
const ask = async (headers: Record<string, string>) => {
  const answer = await fetch(`${await orders.getUrl()}/orders`, { headers });
  console.log(answer.status, answer.headers.get('www-authenticate') ?? (await answer.text()));
};

// Signs in with the code in the outbox of the mock.
const { challengeId } = await post('/v1/challenges', { phoneNumber: '+447400123456' });
const outbox = await (await fetch(`${authUrl}/dev/outbox`)).text();
const code = /\b\d{6}\b/.exec(outbox)?.[0];
const { accessToken } = await post(`/v1/challenges/${challengeId}/verification`, { code });

await ask({});
await ask({ authorization: `Bearer ${accessToken}` });

await orders.close();
await auth.close();
