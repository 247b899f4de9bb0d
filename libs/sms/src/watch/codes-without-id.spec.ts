import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceiptStatus } from '../providers/receipt-parser.js';
import type { MessageSearch, SmsProvider } from '../providers/sms-provider.js';
import { InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
/** When the clock of the world begins, in wall-clock ms since the epoch. */
const START = Date.UTC(2030, 0, 1);

let world: InstancesOnOneLedger;
let searches: MessageSearch[];
let found: () => Promise<readonly string[]>;
let word: ReceiptStatus | undefined;

beforeEach(() => {
  world = new InstancesOnOneLedger();
  searches = [];
  found = async () => ['mock-1'];
  word = undefined;
  const { first } = world;
  const send: SmsProvider['send'] = first.send.bind(first);
  Object.assign(first, {
    send: async (...given: Parameters<SmsProvider['send']>) => {
      await send(...given);
      return { providerMessageId: undefined };
    },
    find: (search: MessageSearch) => {
      searches.push(search);
      return found();
    },
    lookUp: async (providerMessageId: string) =>
      word && { ...word, provider: 'first', providerMessageId, at: new Date(0) },
  });
});

afterEach(() => world.stop());

const record = async (id: string) => await world.ledger.find(id);
const types = () => world.told.map(({ type }) => type);

describe('a code that was accepted under an id that did not arrive', () => {
  it('is looked for ten seconds later, and what became of it meanwhile is asked at once', async () => {
    word = { status: 'delivered' };
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await world.pass(9000);
    expect(searches).toEqual([]);
    await world.pass(3000);
    const [{ text, to } = { text: '', to: undefined }] = world.first.messages;
    expect(searches).toEqual([{ to: to?.e164, text, since: new Date(START - 5000) }]);
    expect(await record(id)).toMatchObject({
      status: 'delivered',
      attempts: [{ provider: 'first', providerMessageId: 'mock-1', status: 'delivered' }],
      contentUntil: undefined,
      dueAt: undefined,
    });
    await world.pass(300_000);
    expect(world.carried).toEqual([1, 0]);
  });

  it('is found by its receipts from then on, those that are being held included', async () => {
    const instance = world.start();
    const { id } = await instance.sms.sendCode(CODE);
    await world.hear(instance, world.first, { status: 'sent' });
    await world.pass(15_000);
    expect(await record(id)).toMatchObject({ status: 'accepted' });
    await world.pass(20_000);
    expect(await record(id)).toMatchObject({ status: 'sent' });
    await world.hear(instance, world.first, { status: 'delivered' });
    await world.pass(300_000);
    expect(await record(id)).toMatchObject({ status: 'delivered', attempts: [{ heardAfterMs: 35_000 }] });
    expect(world.carried).toEqual([1, 0]);
    expect(types()).not.toContain('receipt-unmatched');
    expect(types()).not.toContain('message-resent');
  });

  it('goes once more, without waiting, when it is found and had failed', async () => {
    word = { status: 'undelivered', kind: 'route-refused', code: '30003' };
    const { sms } = world.start();
    await sms.sendCode(CODE);
    await world.pass(15_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('is looked for once more before it would be sent again, and sent when it is not there', async () => {
    found = async () => [];
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await world.pass(44_000);
    expect(searches).toHaveLength(2);
    expect(world.carried).toEqual([1, 0]);
    await world.pass(2000);
    expect(searches).toHaveLength(3);
    expect(world.carried).toEqual([1, 1]);
    await world.pass(300_000);
    expect(world.carried).toEqual([1, 1]);
    expect(await world.ledger.contentOf(id)).toBeUndefined();
  });

  it('stays where it is when it is found at that moment, and has its silence before it once more', async () => {
    found = async () => (searches.length < 3 ? [] : ['mock-1']);
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await world.pass(50_000);
    expect(world.carried).toEqual([1, 0]);
    expect(await record(id)).toMatchObject({
      attempts: [{ providerMessageId: 'mock-1' }],
      watch: { state: 'armed', silentAt: START + 90_000 },
    });
    await world.pass(42_000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('goes once more when nobody answers where it is', async () => {
    found = () => new Promise<never>(() => {});
    const { sms } = world.start();
    await sms.sendCode(CODE);
    await world.pass(46_000);
    expect(world.carried).toEqual([1, 0]);
    await world.pass(4000);
    expect(world.carried).toEqual([1, 1]);
  });

  it('is looked for by the next process, where the one that sent it was killed', async () => {
    word = { status: 'delivered' };
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await world.die(5000);
    world.start();
    await world.pass(8000);
    expect(await record(id)).toMatchObject({ status: 'delivered' });
    expect(world.carried).toEqual([1, 0]);
  });

  it('is not looked for any more once it was proven, and its text is gone', async () => {
    const { sms } = world.start();
    const { id } = await sms.sendCode(CODE);
    await sms.recordOutcome(id, 'verified');
    expect(await world.ledger.contentOf(id)).toBeUndefined();
    await world.pass(300_000);
    expect(searches).toEqual([]);
  });

  it.each(['one-time-code', 'notification'] as const)(
    'is looked for with nobody beside it, too, a few times, and then its text goes: a %s',
    async (purpose) => {
      found = async () => [];
      const { sms } = world.start({ order: ['first'] });
      const { id } = await sms.send({ to: CODE.to, text: 'hello', purpose, validForSeconds: 3600 });
      await world.pass(159_000);
      expect(searches).toHaveLength(2);
      expect(await world.ledger.contentOf(id)).toBeDefined();
      await world.pass(3000);
      expect(searches).toHaveLength(3);
      expect(await world.ledger.contentOf(id)).toBeUndefined();
      expect(await record(id)).toMatchObject({ status: 'accepted', dueAt: undefined });
    },
  );

  it('is not kept where its provider cannot be searched', async () => {
    Object.assign(world.first, { find: undefined });
    const { sms } = world.start({ order: ['first'] });
    const { id } = await sms.sendCode(CODE);
    expect(await record(id)).toMatchObject({ contentUntil: undefined, dueAt: undefined });
  });
});
