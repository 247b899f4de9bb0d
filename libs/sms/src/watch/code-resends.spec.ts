import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptStatus } from '../providers/receipt-parser.js';
import { InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
const UNREACHED: ReceiptStatus = { status: 'undelivered', kind: 'route-refused', code: '30003' };

let world: InstancesOnOneLedger;

beforeEach(() => {
  world = new InstancesOnOneLedger();
});

afterEach(() => world.stop());

describe('a code that was accepted and fails', () => {
  it('goes once more, the same text, by the next route, and its status does not move back', async () => {
    const instance = world.start();
    const { id } = await instance.sms.sendCode(CODE);
    await world.hear(instance, world.first, UNREACHED);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'accepted' });
    await world.pass(2000);
    expect(world.second.messages.map(({ text }) => text)).toEqual(
      world.first.messages.map(({ text }) => text),
    );
    expect(world.second.messages[0]).toMatchObject({ id, validForSeconds: 300 });
    expect(await world.ledger.find(id)).toMatchObject({
      status: 'accepted',
      watch: { state: 'spent', why: 'resent' },
      attempts: [
        { provider: 'first', ...UNREACHED },
        { provider: 'second', status: 'accepted', reason: 'watch' },
      ],
      contentUntil: undefined,
    });
    expect(world.told).toContainEqual(
      expect.objectContaining({ type: 'message-resent', cause: 'failed', provider: 'second' }),
    );
    await world.hear(instance, world.second, { status: 'delivered' });
    expect(await world.ledger.find(id)).toMatchObject({ status: 'delivered', dueAt: undefined });
  });

  it('fails when the second route fails too, and goes no third time', async () => {
    const instance = world.start();
    const { id } = await instance.sms.sendCode(CODE);
    await world.hear(instance, world.first, UNREACHED);
    await world.pass(2000);
    await world.hear(instance, world.second, UNREACHED);
    await world.pass(10_000);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'undelivered', dueAt: undefined });
    expect(world.carried).toEqual([1, 1]);
  });

  it('fails when nobody else takes it', async () => {
    const instance = world.start();
    const { id } = await instance.sms.sendCode(CODE);
    world.second.failNext('route-refused');
    await world.hear(instance, world.first, UNREACHED);
    await world.pass(2000);
    expect(await world.ledger.find(id)).toMatchObject({
      status: 'undelivered',
      watch: { state: 'spent', why: 'undeliverable' },
      attempts: [{ status: 'undelivered' }, { provider: 'second', status: 'failed', reason: 'watch' }],
    });
    expect(world.told.map(({ type }) => type)).toEqual([
      'message-accepted',
      'message-status-changed',
      'message-not-resent',
    ]);
  });

  it.each(['opted-out', 'fraud-blocked', 'invalid-recipient'] as const)(
    'goes nowhere when it is %s',
    async (kind) => {
      const instance = world.start();
      const { id } = await instance.sms.sendCode(CODE);
      await world.hear(instance, world.first, { status: 'failed', kind, code: 'x' });
      await world.pass(60_000);
      expect(world.carried).toEqual([1, 0]);
      expect(await world.ledger.find(id)).toMatchObject({ status: 'failed', watch: { why: 'refused' } });
    },
  );

  it('goes nowhere when a message that it replaced has been refused by then, and says so', async () => {
    const instance = world.start();
    const { id: replaces } = await instance.sms.sendCode(CODE);
    const { id } = await instance.sms.sendCode({ ...CODE, replaces });
    await world.hear(instance, world.first, { status: 'failed', kind: 'opted-out', code: '21610' });
    await world.hear(instance, world.second, UNREACHED);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 1]);
    const watch = { state: 'spent', why: 'refused' };
    expect(await world.ledger.find(id)).toMatchObject({
      status: 'undelivered',
      watch,
      contentUntil: undefined,
    });
    expect(world.told.at(-1)).toMatchObject({ type: 'message-not-resent', why: 'refused', cause: 'failed' });
  });

  it('goes nowhere when its code is about to die, and says so', async () => {
    const instance = world.start({ watch: { maxSilenceMs: 3_600_000, minSilenceMs: 3_600_000 } });
    const { id } = await instance.sms.sendCode(CODE);
    await world.pass(271_000);
    await world.hear(instance, world.first, UNREACHED);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 0]);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'undelivered', watch: { why: 'too-late' } });
    expect(world.told.at(-1)).toMatchObject({ type: 'message-not-resent', why: 'too-late', cause: 'failed' });
  });

  it('goes only within the budget, which arrivals pay back', async () => {
    const instance = world.start({ watch: { resendBurst: 1, resendShare: 0 } });
    const failOne = async () => {
      const { id } = await instance.sms.sendCode(CODE);
      await world.hear(instance, world.first, UNREACHED);
      await world.pass(2000);
      return (await world.ledger.find(id))?.watch;
    };
    expect(await failOne()).toEqual({ state: 'spent', why: 'resent' });
    expect(await failOne()).toEqual({ state: 'spent', why: 'no-budget' });
    await world.hear(instance, world.second, { status: 'delivered' });
    expect(await failOne()).toEqual({ state: 'spent', why: 'resent' });
  });

  it('goes nowhere, and fails, where the watch was switched off meanwhile', async () => {
    const before = world.start();
    const { id } = await before.sms.sendCode(CODE);
    await before.due.onModuleDestroy();
    const after = world.start({ watch: 'off' });
    await world.hear(after, world.first, UNREACHED);
    await world.pass(2000);
    expect(world.carried).toEqual([1, 0]);
    expect(await world.ledger.find(id)).toMatchObject({ status: 'undelivered', dueAt: undefined });
  });
});
