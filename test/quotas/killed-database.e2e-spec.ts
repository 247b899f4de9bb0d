import { Logger } from '@nestjs/common';
import { type Database, DatabaseUnavailableError } from '@standby/database';
import { newPostgresDatabase, postgresForTests, type ScratchDatabase } from '@standby/database/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../../apps/auth/src/keys/key-ring.js';
import { QuotaConfig } from '../../apps/auth/src/quotas/quota.config.js';
import { QuotaCounters } from '../../apps/auth/src/quotas/quota-counters.js';
import { QuotasService } from '../../apps/auth/src/quotas/quotas.service.js';
import { SystemClock } from '../../apps/auth/src/wall-clock.js';
import { PostgresServer } from '../database/postgres-server.js';
import { SignInClient } from '../support/sign-in-client.js';
import { watchedApp } from '../support/watched-app.js';

const POSTGRES = await postgresForTests();
const TO = { e164: '+447400123456', country: 'GB' } as const;
const CLIENT = { address: '203.0.113.9', countedAs: '203.0.113.9', network: '203.0.113.0/24' };
const REQUEST = { to: TO, asker: 'stranger', client: CLIENT } as const;

describe.skipIf(POSTGRES.status === 'absent')('quotas whose database is killed', () => {
  let server: PostgresServer;
  let scratch: ScratchDatabase;
  let database: Database;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    server = await PostgresServer.start();
  });

  afterAll(async () => {
    await server.stop();
    Logger.overrideLogger(true);
  });

  beforeEach(async () => {
    scratch = await newPostgresDatabase(server.url);
    database = await scratch.open();
  });

  afterEach(() => scratch.remove());

  const quotasWith = (settings: Partial<QuotaConfig>) =>
    new QuotasService(
      new QuotaCounters(database, new KeyRing('a secret of this test'), new SystemClock()),
      Object.assign(new QuotaConfig(), settings),
    );

  it('refuse codes and verifications by default, and hold what they had counted when it is back', async () => {
    const quotas = quotasWith({ QUOTA_ADDRESS_VERIFICATIONS_HOUR: 2 });
    for (let count = 0; count < 2; count += 1) await quotas.reserveCode(REQUEST);
    await quotas.reserveVerification(CLIENT);
    await server.crash();
    await expect(quotas.reserveCode(REQUEST)).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await expect(quotas.reserveVerification(CLIENT)).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await server.startAgain();
    await quotas.reserveCode(REQUEST);
    await expect(quotas.reserveCode(REQUEST)).rejects.toMatchObject({ code: 'quota-exceeded' });
    await quotas.reserveVerification(CLIENT);
    await expect(quotas.reserveVerification(CLIENT)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it('let through uncounted what they are told to, and leave used what was not given back', async () => {
    const open = quotasWith({
      QUOTA_NUMBER_HOUR: 1,
      QUOTA_SENDING_FAILURE: 'open',
      QUOTA_VERIFICATION_FAILURE: 'open',
    });
    await server.crash();
    for (let count = 0; count < 5; count += 1) {
      await (await open.reserveCode(REQUEST)).refund();
      await (await open.reserveVerification(CLIENT)).refund();
    }
    await server.startAgain();
    const reserved = await open.reserveCode(REQUEST);
    await server.crash();
    await reserved.refund();
    await server.startAgain();
    await expect(open.reserveCode(REQUEST)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it('answer 503 with the time to wait, and nothing is sent', async () => {
    const app = await watchedApp({
      DATABASE_URL: scratch.url,
      AUTH_SECRET: 'c2VjcmV0LWZvci10ZXN0cy1vbmx5LTQ3MTE5MjU2Mzg',
    });
    await app.listen(0, '127.0.0.1');
    const client = new SignInClient(await app.getUrl());
    await server.crash();
    for (const answer of [await client.ask(TO.e164), await client.verify('A'.repeat(43), '000000')]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await client.get('/dev/outbox')).body).toEqual([]);
    await server.startAgain();
    expect((await client.ask(TO.e164)).status).toBe(202);
    await app.close();
  });
});
