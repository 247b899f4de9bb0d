import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../providers/provider-error.js';
import type { Receipt, ReceiptStatus } from '../providers/receipt-parser.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { type Instance, InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
const ORDER = ['silent', 'first', 'second'];
const PRICES = { usdPerSegment: 0.04, byCountry: new Map() };
const UNREACHED = { status: 'undelivered', kind: 'route-refused', code: '30003' } as const;

/** Takes a message and answers nothing, until it is given up. */
const silent: SmsProvider = {
  name: 'silent',
  send: (_, signal) =>
    new Promise((_resolve, reject) => {
      const silence = new ProviderError({ kind: 'ambiguous', provider: 'silent', code: 'ABORTED' });
      signal.addEventListener('abort', () => reject(silence));
    }),
};

let world: InstancesOnOneLedger;
let instance: Instance;
let id: string;

beforeEach(async () => {
  world = new InstancesOnOneLedger();
  const providers = [silent, world.first, world.second];
  instance = world.start({ order: ORDER, providers, prices: PRICES });
  const sending = instance.sms.sendCode(CODE);
  await world.pass(3000);
  id = (await sending).id;
});

afterEach(() => world.stop());

const record = async () => await world.ledger.find(id);
const types = () => world.told.map(({ type }) => type);
const DELIVERED = {
  provider: 'silent',
  providerMessageId: 'silent-1',
  status: 'delivered',
  at: new Date(0),
} as const;
/** Lets the silent provider say something of the message, by our id of it. */
const say = (status: ReceiptStatus, more: Partial<Receipt> = {}) =>
  instance.receipts.receive([Object.assign({ ...DELIVERED, messageId: id }, status, more)]);

describe('a copy of a code whose provider was outpaced, once a receipt names the code', () => {
  it('is known from then on, with why it was made and what it may have cost', async () => {
    const [, outpaced] = (await record())?.attempts ?? [];
    expect(outpaced).toMatchObject({
      provider: 'silent',
      status: 'unknown',
      estimatedCost: { amount: 0.04 },
    });
    await say({ status: 'sent' });
    const { code: _, ...rest } = outpaced ?? {};
    expect(await record()).toMatchObject({ status: 'sent' });
    expect((await record())?.attempts[1]).toEqual({ ...rest, status: 'sent', providerMessageId: 'silent-1' });
    const price = { amount: 0.05, currency: 'USD' };
    await say({ status: 'delivered' }, { price });
    expect((await record())?.attempts[1]).toMatchObject({ status: 'delivered', cost: price });
    expect(types()).not.toContain('receipt-unmatched');
  });

  it('ends the watch where it arrived: nobody else is given the code', async () => {
    await say({ status: 'delivered' });
    expect(await record()).toMatchObject({ status: 'delivered', watch: { state: 'off' } });
    await world.pass(120_000);
    expect(world.carried).toEqual([1, 0]);
  });

  it('takes back that the code failed, where it arrived', async () => {
    await instance.sms.recordOutcome(id, 'expired');
    await world.hear(instance, world.first, UNREACHED);
    expect(await record()).toMatchObject({ status: 'undelivered' });
    await say({ status: 'delivered' });
    expect(await record()).toMatchObject({ status: 'delivered' });
  });

  it('is waited for while it is on its way, and then a code of which all copies failed goes once more', async () => {
    await say({ status: 'sent' });
    await world.hear(instance, world.first, UNREACHED);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 0]);
    await say({ status: 'undelivered', kind: 'unavailable', code: 'TEXT_TTL_EXPIRED' });
    await world.pass(2000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('prolongs no silence of whoever accepted the code, one that is over included', async () => {
    await instance.due.onModuleDestroy();
    await world.pass(60_000);
    const { watch } = (await record()) ?? {};
    expect(watch).toMatchObject({ state: 'armed' });
    await say({ status: 'sent' });
    expect(await record()).toMatchObject({ status: 'sent', watch });
  });

  it('keeps the code from everybody where a fraud guard blocked it', async () => {
    await say({ status: 'failed', kind: 'fraud-blocked', code: 'TEXT_PROTECT_BLOCKED' });
    expect(await record()).toMatchObject({ status: 'accepted', watch: { state: 'spent', why: 'refused' } });
    const again = instance.sms.sendCode({ ...CODE, replaces: id });
    await expect(again).rejects.toMatchObject({
      kind: 'fraud-blocked',
      errors: [{ provider: 'silent', code: 'TEXT_PROTECT_BLOCKED' }],
    });
    expect(world.carried).toEqual([1, 0]);
  });
});

describe('a copy of a code whose provider was outpaced', () => {
  it.each<[string, () => Receipt]>([
    ['names no message', () => DELIVERED],
    ['names another', () => ({ ...DELIVERED, messageId: `not-${id}` })],
    ['is of a provider that was not asked', () => ({ ...DELIVERED, messageId: id, provider: 'second' })],
    ['is of the provider that accepted it', () => ({ ...DELIVERED, messageId: id, provider: 'first' })],
  ])('is not what a receipt speaks of that %s', async (_, receiptOf) => {
    const before = await record();
    await instance.receipts.receive([receiptOf()]);
    expect([await record(), instance.receipts.held]).toEqual([before, 1]);
  });

  it('has one name: a receipt by another is about no message', async () => {
    await say({ status: 'sent' });
    const before = await record();
    await say({ status: 'delivered' }, { providerMessageId: 'silent-2' });
    expect([await record(), instance.receipts.held]).toEqual([before, 1]);
  });
});

describe('a receipt of a silent provider', () => {
  it('is held while the code is being sent, and names its copy when that is over', async () => {
    const second = instance.sms.sendCode(CODE);
    const latest = { after: 0, until: world.clock.wallMs(), limit: 1 };
    const [sending] = await world.ledger.latest(latest);
    const messageId = sending?.id ?? 'none';
    await say({ status: 'delivered' }, { messageId, providerMessageId: 'silent-2' });
    expect([sending?.status, instance.receipts.held]).toEqual(['sending', 1]);
    await world.pass(10_000);
    await second;
    expect(await world.ledger.find(messageId)).toMatchObject({
      status: 'delivered',
      watch: { state: 'off' },
    });
  });
});
