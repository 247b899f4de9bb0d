import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };

let world: InstancesOnOneLedger;

beforeEach(() => {
  world = new InstancesOnOneLedger();
});

afterEach(() => world.stop());

describe('a code that was accepted and is silent', () => {
  it('goes once more when silence is no longer usual', async () => {
    const { sms } = world.start();
    await sms.sendCode(CODE);
    await world.pass(44_000);
    expect(world.carried).toEqual([1, 0]);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 1]);
    await world.pass(300_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('is asked after first where the provider can be, and stays where it is if it arrived', async () => {
    Object.assign(world.first, {
      lookUp: async (providerMessageId: string) => {
        return { status: 'delivered', provider: 'first', providerMessageId, at: new Date(0) };
      },
    });
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await world.pass(50_000);
    expect(world.carried).toEqual([1, 0]);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'delivered', watch: { state: 'off' } });
  });

  it('goes once more when the provider does not answer, and does not notice that nobody waits any more', async () => {
    Object.assign(world.first, { lookUp: () => new Promise<never>(() => {}) });
    const { sms } = world.start();
    await sms.sendCode(CODE);
    await world.pass(46_000);
    expect(world.carried).toEqual([1, 0]);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('is left to the next process by one that shuts down while it asks', async () => {
    Object.assign(world.first, { lookUp: () => new Promise<never>(() => {}) });
    const { sms, due } = world.start();
    await sms.sendCode(CODE);
    await world.pass(45_000);
    await world.clock.advanceAsync(1000);
    await due.onModuleDestroy();
    expect(world.carried).toEqual([1, 0]);
    world.start();
    await world.pass(40_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('waits for nothing from a provider that does not report', async () => {
    const { sms } = world.start({ order: ['second', 'first'] });
    const { id } = await sms.sendCode(CODE);
    expect(await world.ledger.find(id)).toMatchObject({ watch: { state: 'armed' }, dueAt: undefined });
    await world.pass(300_000);
    expect(world.carried).toEqual([0, 1]);
  });

  it.each(['verified', 'expired'] as const)(
    'goes nowhere once it was %s, and its text is gone',
    async (outcome) => {
      const { sms } = world.start();
      const { id } = await sms.sendCode(CODE);
      await sms.recordOutcome(id, outcome);
      expect(await world.ledger.contentOf(id)).toBeUndefined();
      await world.pass(300_000);
      expect(world.carried).toEqual([1, 0]);
      expect(world.told.at(-1)).toMatchObject({
        type: 'outcome-recorded',
        outcome,
        provider: 'first',
        afterMs: 0,
      });
    },
  );

  it('goes nowhere once a later message carries the code', async () => {
    const { sms } = world.start();
    const { id, provider } = await sms.sendCode(CODE);
    await sms.sendCode({ ...CODE, replaces: id, avoid: provider });
    await world.pass(60_000);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'accepted', watch: { why: 'replaced' } });
    expect(world.carried).toEqual([1, 1]);
  });

  it('came to nothing once it had to be sent again, unless it is proven after all', async () => {
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    const again = await sms.sendCode({ ...CODE, replaces: id });
    const outcomes = async () =>
      Promise.all([id, again.id].map(async (each) => (await world.ledger.find(each))?.codeOutcome?.outcome));
    expect(await outcomes()).toEqual(['expired', undefined]);
    expect(world.told.filter(({ type }) => type === 'outcome-recorded')).toMatchObject([
      { messageId: id, outcome: 'expired', provider: 'first' },
    ]);
    await sms.recordOutcome(id, 'verified');
    await sms.sendCode({ ...CODE, replaces: id });
    expect(await outcomes()).toEqual(['verified', undefined]);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('down')), ['call-off']],
    ['is silent', () => new Promise<never>(() => {}), ['call-off']],
  ])('does not hold up the later message when the ledger %s', async (_, answer, steps) => {
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    const update = world.ledger.update.bind(world.ledger);
    world.ledger.update = (messageId, rule) => (messageId === id ? answer() : update(messageId, rule));
    const sending = sms.sendCode({ ...CODE, replaces: id });
    await world.clock.advanceAsync(1000);
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(world.told.flatMap((event) => ('step' in event ? event.step : []))).toEqual(steps);
  });
});

describe('an outcome', () => {
  it('is told to the providers that want to know, and again while that fails', async () => {
    const tries: string[] = [];
    Object.assign(world.first, {
      reportOutcome: async (id: string, outcome: string) => {
        tries.push(`${id} ${outcome}`);
        if (tries.length < 3) throw new Error('down');
      },
    });
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await sms.recordOutcome(id, 'verified');
    await world.pass(2000);
    expect(tries).toEqual(['mock-1 verified']);
    await world.pass(400_000);
    expect(tries).toHaveLength(3);
    expect(await world.ledger.find(id)).toMatchObject({
      codeOutcome: { report: { state: 'made' } },
      dueAt: undefined,
    });
  });

  it('is told no more after four tries, and that is said', async () => {
    let tries = 0;
    Object.assign(world.first, {
      reportOutcome: async () => {
        tries += 1;
        throw new Error('down');
      },
    });
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await sms.recordOutcome(id, 'expired');
    await world.pass(3_600_000);
    expect(tries).toBe(4);
    expect(await world.ledger.find(id)).toMatchObject({
      codeOutcome: { report: { state: 'given-up' } },
      dueAt: undefined,
    });
    expect(world.told.at(-1)).toMatchObject({
      type: 'outcome-not-reported',
      provider: 'first',
      kind: 'ambiguous',
    });
  });

  it('is told by the next process, where the one that heard of it has ended', async () => {
    const tries: string[] = [];
    Object.assign(world.first, { reportOutcome: async (id: string) => tries.push(id) });
    const before = world.start();
    const { id } = await before.sms.sendCode(CODE);
    await before.due.onModuleDestroy();
    await before.sms.recordOutcome(id, 'verified');
    await world.pass(60_000);
    expect(tries).toEqual([]);
    world.start();
    await world.pass(2000);
    expect(tries).toEqual(['mock-1']);
  });

  it('of a code that went out twice is told to whoever may have been read', async () => {
    const tries: string[] = [];
    const reportOutcome = async (id: string) => tries.push(id);
    Object.assign(world.first, { reportOutcome });
    Object.assign(world.second, { reportOutcome });
    const instance = world.start();
    const failed = await instance.sms.sendCode(CODE);
    await world.hear(instance, world.first, {
      status: 'undelivered',
      kind: 'route-refused',
      code: '30003',
    });
    await world.pass(2000);
    await instance.sms.recordOutcome(failed.id, 'verified');
    await world.pass(2000);
    expect(tries).toEqual(['mock-1']);
    expect(await world.ledger.find(failed.id)).toMatchObject({
      attempts: [{ provider: 'first' }, { provider: 'second', providerMessageId: 'mock-1' }],
      codeOutcome: { report: { state: 'made' } },
    });
  });

  it('stays verified, and is taken back by nothing', async () => {
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await sms.recordOutcome(id, 'expired');
    await sms.recordOutcome(id, 'verified');
    await sms.recordOutcome(id, 'expired');
    expect(await world.ledger.find(id)).toMatchObject({ codeOutcome: { outcome: 'verified' } });
    await sms.recordOutcome('nobody knows it', 'verified');
  });
});
