import { Logger } from '@nestjs/common';
import { type Database, DatabaseUnavailableError, openDatabase } from '@standby/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { MovedClock } from '../testing/auth-app.js';
import { QuotaConfig } from './quota.config.js';
import type { Quota } from './quota.js';
import { QuotaCounters } from './quota-counters.js';
import { QuotasService } from './quotas.service.js';

const TO = { e164: '+447400900123', country: 'GB' } as const;
const CLIENT = { address: '203.0.113.9', countedAs: '203.0.113.9', network: '203.0.113.0/24' };
const REQUEST = { to: TO, asker: 'stranger', client: CLIENT } as const;
const LOST = new DatabaseUnavailableError('08006');

let database: Database;
let counters: QuotaCounters;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));
beforeEach(async () => {
  database = await openDatabase('sqlite::memory:');
  counters = new QuotaCounters(database, new KeyRing('a secret of this test'), new MovedClock());
});

const serviceWith = (settings: Partial<QuotaConfig>) =>
  new QuotasService(counters, Object.assign(new QuotaConfig(), settings));
const rows = () => database.selectFrom('quota_counters').selectAll().execute();
/** Loses the database for every reservation that names such a quota. */
const loseDatabaseFor = (isLost: (quota: Quota) => boolean) => {
  const reserve = counters.reserve.bind(counters);
  counters.reserve = async (quotas) => {
    if (quotas.some(isLost)) throw LOST;
    return reserve(quotas);
  };
};
const othersOf = (index: number) => ({
  to: { e164: `+44740090${1_000 + index}`, country: 'GB' } as const,
  client: { address: `203.0.113.${index}`, countedAs: `203.0.113.${index}`, network: '203.0.113.0/24' },
});

describe('QuotasService', () => {
  it('counts what strangers ask for apart from what a confirmed device of the number does', async () => {
    const service = serviceWith({});
    for (let count = 0; count < 3; count += 1) await service.reserveCode(REQUEST);
    const confirmed = { ...REQUEST, asker: 'confirmed' } as const;
    for (let count = 0; count < 3; count += 1) await service.reserveCode(confirmed);
    await expect(service.reserveCode(confirmed)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it('answers a quota that is used up with 429 and the time to wait, and names none', async () => {
    const service = serviceWith({});
    for (let count = 0; count < 3; count += 1) await service.reserveCode(REQUEST);
    await expect(service.reserveCode(REQUEST)).rejects.toMatchObject({
      code: 'quota-exceeded',
      status: 429,
      details: { retryAfterMs: 3_600_000 },
    });
  });

  it.each([
    ['QUOTA_NUMBER_HOUR', () => ({ to: TO, client: CLIENT })],
    ['QUOTA_NUMBER_DAY', () => ({ to: TO, client: CLIENT })],
    ['QUOTA_PREFIX_HOUR', (index: number) => ({ ...othersOf(index), client: othersOf(index + 50).client })],
    ['QUOTA_ADDRESS_HOUR', (index: number) => ({ ...othersOf(index), client: CLIENT })],
    ['QUOTA_NETWORK_HOUR', othersOf],
    ['QUOTA_COUNTRY_HOUR', othersOf],
    ['QUOTA_GLOBAL_HOUR', othersOf],
    ['QUOTA_GLOBAL_DAY', othersOf],
  ] as const)('holds %s', async (name, askedOf) => {
    const service = serviceWith({ QUOTA_NUMBER_HOUR: 100, [name]: 2 });
    const asked = [0, 1, 2].map(askedOf);
    for (const { to, client } of asked.slice(0, 2))
      await service.reserveCode({ to, asker: 'stranger', client });
    const last = asked[2] ?? { to: TO, client: CLIENT };
    await expect(service.reserveCode({ ...last, asker: 'stranger' })).rejects.toMatchObject({
      code: 'quota-exceeded',
    });
  });

  it.each([
    ['QUOTA_ADDRESS_HOUR', () => CLIENT],
    ['QUOTA_NETWORK_HOUR', (index: number) => othersOf(index).client],
  ] as const)('holds %s for codes that nothing is sent of, and no other quota', async (name, clientOf) => {
    const service = serviceWith({ QUOTA_GLOBAL_HOUR: 1, [name]: 2 });
    for (const index of [0, 1]) await service.reserveUnsent(clientOf(index));
    await expect(service.reserveUnsent(clientOf(2))).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it.each([
    ['QUOTA_ADDRESS_VERIFICATIONS_HOUR', () => CLIENT],
    ['QUOTA_NETWORK_VERIFICATIONS_HOUR', (index: number) => othersOf(index).client],
  ] as const)('holds %s', async (name, clientOf) => {
    const service = serviceWith({ [name]: 2 });
    for (const index of [0, 1]) await service.reserveVerification(clientOf(index));
    await expect(service.reserveVerification(clientOf(2))).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it('gives back a reservation that was not used', async () => {
    const service = serviceWith({ QUOTA_ADDRESS_VERIFICATIONS_HOUR: 1, QUOTA_NUMBER_HOUR: 1 });
    for (let count = 0; count < 3; count += 1) {
      await (await service.reserveVerification(CLIENT)).refund();
      await (await service.reserveCode(REQUEST)).refund();
    }
    await service.reserveCode(REQUEST);
    await expect(service.reserveCode(REQUEST)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });

  it('counts nothing while it is off', async () => {
    const service = serviceWith({ QUOTAS: 'off', QUOTA_NUMBER_HOUR: 1 });
    for (let count = 0; count < 5; count += 1) await (await service.reserveCode(REQUEST)).refund();
    for (let count = 0; count < 50; count += 1) await service.reserveVerification(CLIENT);
    expect(await rows()).toEqual([]);
  });
});

describe('QuotasService without its database', () => {
  it('refuses verifications, unless it is told to let them through', async () => {
    loseDatabaseFor(() => true);
    await expect(serviceWith({}).reserveVerification(CLIENT)).rejects.toBe(LOST);
    const open = serviceWith({ QUOTA_VERIFICATION_FAILURE: 'open' });
    for (let count = 0; count < 50; count += 1) await (await open.reserveVerification(CLIENT)).refund();
  });

  it('refuses codes while the global quotas cannot be counted', async () => {
    loseDatabaseFor(() => true);
    for (const policy of ['capped', 'closed'] as const)
      await expect(serviceWith({ QUOTA_SENDING_FAILURE: policy }).reserveCode(REQUEST)).rejects.toBe(LOST);
  });

  it('sends codes up to the global quotas while only the others cannot be counted', async () => {
    loseDatabaseFor(({ name }) => name === 'number-hour');
    const service = serviceWith({ QUOTA_GLOBAL_HOUR: 5 });
    for (let count = 0; count < 5; count += 1) await service.reserveCode(REQUEST);
    await expect(service.reserveCode(REQUEST)).rejects.toMatchObject({ code: 'quota-exceeded' });
    const closed = serviceWith({ QUOTA_SENDING_FAILURE: 'closed' });
    await expect(closed.reserveCode(REQUEST)).rejects.toBe(LOST);
  });

  it('refuses codes that nothing is sent of only where it may count on nothing', async () => {
    loseDatabaseFor(() => true);
    await expect(serviceWith({ QUOTA_SENDING_FAILURE: 'closed' }).reserveUnsent(CLIENT)).rejects.toBe(LOST);
    for (const policy of ['capped', 'open'] as const)
      await (await serviceWith({ QUOTA_SENDING_FAILURE: policy }).reserveUnsent(CLIENT)).refund();
  });

  it('sends codes uncounted when it is told to', async () => {
    loseDatabaseFor(({ name }) => name === 'number-hour');
    const open = serviceWith({ QUOTA_SENDING_FAILURE: 'open' });
    for (let count = 0; count < 20; count += 1) await open.reserveCode(REQUEST);
    expect(await rows()).toEqual([]);
  });

  it('leaves used what it cannot give back, and fails nobody for it', async () => {
    const service = serviceWith({ QUOTA_NUMBER_HOUR: 1 });
    const reservation = await service.reserveCode(REQUEST);
    counters.refund = async () => {
      throw LOST;
    };
    await reservation.refund();
    await expect(service.reserveCode(REQUEST)).rejects.toMatchObject({ code: 'quota-exceeded' });
  });
});
