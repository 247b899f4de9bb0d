import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { ReceiptStatus } from '../providers/receipt-parser.js';
import { type Instance, InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
const PRICES = { usdPerSegment: 0.05, byCountry: new Map([['GB', 0.04]]) };
const COST = { amount: 0.04, currency: 'USD' };
const UNREACHED: ReceiptStatus = { status: 'undelivered', kind: 'route-refused', code: '30003' };

let world: InstancesOnOneLedger;

beforeEach(() => {
  world = new InstancesOnOneLedger();
});

afterEach(() => world.stop());

/** The second provider hears that the code was used, and fails; a third is left. */
async function useDuringResend(
  use: (instance: Instance, id: string) => Promise<void>,
): Promise<MockProvider> {
  const third = new MockProvider('third');
  const instance = world.start({
    order: ['first', 'second', 'third'],
    providers: [world.first, world.second, third],
  });
  const { id } = await instance.sms.sendCode(CODE);
  world.second.failNext('unavailable');
  const send = world.second.send.bind(world.second);
  world.second.send = async (message, signal) => {
    await use(instance, id);
    return send(message, signal);
  };
  await world.hear(instance, world.first, UNREACHED);
  await world.pass(12_000);
  return third;
}

describe('while a code is being sent once more', () => {
  it('goes on to whoever is left', async () => {
    const third = await useDuringResend(async () => {});
    expect(third.messages).toHaveLength(1);
  });

  it.each<[string, (instance: Instance, id: string) => Promise<void>]>([
    ['was verified', ({ sms }, id) => sms.recordOutcome(id, 'verified')],
    ['arrived after all', (instance) => world.hear(instance, world.first, { status: 'delivered' })],
  ])('nobody more is asked once it %s', async (_, use) => {
    const third = await useDuringResend(use);
    expect(third.messages).toEqual([]);
    expect(world.told.map(({ type }) => type)).not.toContain('message-not-resent');
  });
});

describe('of several processes', () => {
  it('one sends a code once more, whoever sent it first', async () => {
    const all = [world.start(), world.start(), world.start()];
    await all[0]?.sms.sendCode(CODE);
    await world.pass(60_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('one sends a code once more, even where all have taken it on', async () => {
    // Slow enough for all of them to be at it at the same time.
    const slowly = () =>
      new Promise<void>((resolve) => {
        world.clock.schedule(1500, resolve);
      });
    Object.assign(world.first, { lookUp: slowly });
    const send = world.second.send.bind(world.second);
    world.second.send = (...given) => slowly().then(() => send(...given));
    const all = [world.start(), world.start(), world.start()];
    const claimDue = world.ledger.claimDue.bind(world.ledger);
    world.ledger.claimDue = (claim) => claimDue({ ...claim, leaseEndsAt: claim.now });
    await all[0]?.sms.sendCode(CODE);
    await world.pass(60_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('one that was slow adds what it did to the record of a message that was replaced meanwhile', async () => {
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    const send = world.second.send.bind(world.second);
    world.second.send = async (...given) => {
      const acceptance = await send(...given);
      await new Promise<void>((resolve) => {
        world.clock.schedule(2000, resolve);
      });
      return acceptance;
    };
    await world.pass(46_000);
    const replacing = sms.sendCode({ ...CODE, replaces: id });
    await world.clock.advanceAsync(0);
    expect(await world.ledger.find(id)).toMatchObject({ watch: { state: 'spent', why: 'replaced' } });
    await world.pass(3000);
    await replacing;
    expect(await world.ledger.find(id)).toMatchObject({
      watch: { state: 'spent', why: 'resent' },
      attempts: [{ provider: 'first' }, { provider: 'second', reason: 'watch', status: 'accepted' }],
    });
  });

  it('the next does it, where the one that sent has ended', async () => {
    const before = world.start();
    await before.sms.sendCode(CODE);
    await before.due.onModuleDestroy();
    await world.pass(20_000);
    world.start();
    await world.pass(30_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it.each([
    ['is found', ['mock-9'], 'resent', 'accepted'],
    ['is nowhere', [], 'lost', 'undelivered'],
  ])('none sends what one may have sent when it ended: it %s', async (_, found, why, status) => {
    Object.assign(world.second, { find: async () => found });
    const dying = world.start({ prices: PRICES });
    const { id } = await dying.sms.sendCode(CODE);
    let asked = 0;
    const send = world.second.send.bind(world.second);
    world.second.send = () => {
      asked += 1;
      return new Promise(() => {});
    };
    await world.hear(dying, world.first, UNREACHED);
    await world.clock.advanceAsync(1000);
    expect([asked, (await world.ledger.find(id))?.watch.state]).toEqual([1, 'resending']);
    await world.die(12_000);
    world.second.send = send;
    world.start({ prices: PRICES });
    await world.pass(120_000);
    expect(asked).toBe(1);
    expect(world.second.messages).toEqual([]);
    const copies = found.map(() => ({ provider: 'second', reason: 'watch', estimatedCost: COST }));
    expect(await world.ledger.find(id)).toMatchObject({
      status,
      watch: { state: 'spent', why },
      attempts: [{ provider: 'first' }, ...copies],
    });
  });
});
