import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SmsModule, SmsService } from '@standby/sms';
import { startTestbed, type Testbed } from '@standby/testbed';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { optionsForTestbed } from '../support/testbed-options.js';

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 } as const;

let testbed: Testbed;
let proxy: Server;
let app: INestApplicationContext;

beforeEach(async () => {
  testbed = await startTestbed();
  proxy = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify({ code: 21610, message: 'x', status: 400 })));
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const address = proxy.address();
  assert(typeof address === 'object' && address !== null);
  const { twilio, ...others } = optionsForTestbed(testbed);
  assert(twilio !== undefined);
  const apiBaseUrl = `http://127.0.0.1:${address.port}`;
  const module = SmsModule.forRoot({ ...others, twilio: { ...twilio, apiBaseUrl } });
  app = await NestFactory.createApplicationContext(module, { logger: false });
});

afterEach(async () => {
  await app.close();
  proxy.close();
  await testbed.close();
});

describe('an opt-out at a provider whose answers something in between compresses', () => {
  it('is not gone round through the next provider', async () => {
    await expect(app.get(SmsService).sendCode(CODE)).rejects.toMatchObject({ name: 'UndeliverableError' });
    expect(testbed.messages()).toEqual([]);
  });
});
