import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openedRecord } from '../ledger/message-record.js';
import { normalise } from '../message/outbound-message.js';
import { InstancesOnOneLedger } from '../testing/instances-on-one-ledger.js';

Logger.overrideLogger(false);

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'notification' }, 'm');
const MINUTE_MS = 60_000;
const LEASE_MS = 30_000;

let world: InstancesOnOneLedger;
/** When a message was looked after, in whole seconds since it was made. */
let tries: number[];

beforeEach(() => {
  world = new InstancesOnOneLedger();
  tries = [];
});

afterEach(() => world.stop());

describe('a message that cannot be looked after', () => {
  beforeEach(async () => {
    const { ledger, clock } = world;
    const madeAt = clock.wallMs();
    await ledger.open(openedRecord(MESSAGE, ['first'], madeAt, 10_000), {
      to: MESSAGE.to.e164,
      text: MESSAGE.text,
    });
    ledger.contentOf = async () => {
      tries.push((clock.wallMs() - madeAt) / 1000);
      throw new Error('a defect');
    };
    world.start();
  });

  it('is tried again when its lease is over, and from then on when it is twice as old', async () => {
    await world.pass(30 * MINUTE_MS);
    expect(tries).toEqual([15, 45, 90, 180, 360, 720, 1440]);
  });

  it('is looked after once it can be', async () => {
    await world.pass(MINUTE_MS);
    Object.assign(world.ledger, { contentOf: async () => undefined });
    await world.pass(MINUTE_MS);
    expect(await world.ledger.find('m')).toMatchObject({ status: 'unknown', dueAt: undefined });
  });

  it('is left to whoever changed it meanwhile', async () => {
    const { ledger, clock } = world;
    const dueAt = clock.wallMs() + 20_000;
    ledger.contentOf = async () => {
      tries.push(0);
      await ledger.update('m', (record) => ({ ...record, dueAt }));
      throw new Error('a defect');
    };
    await world.pass(16_000);
    expect(tries).toHaveLength(1);
    expect(await ledger.find('m')).toMatchObject({ dueAt });
  });

  it('is left to its lease by a process that shuts down, which waits for the ledger no longer', async () => {
    const { ledger, clock } = world;
    const failing = Promise.withResolvers<undefined>();
    ledger.contentOf = () => failing.promise;
    await world.pass(16_000);
    const before = await ledger.find('m');
    ledger.update = () => new Promise(() => {});
    const stopping = world.stop();
    failing.reject(new Error('no database'));
    await stopping;
    expect([await ledger.find('m'), clock.pending]).toEqual([before, 0]);
  });

  it('waits for its lease where that cannot be written either', async () => {
    const { ledger, clock } = world;
    const update = ledger.update.bind(ledger);
    ledger.update = () => Promise.reject(new Error('no database'));
    await world.pass(16_000);
    ledger.update = update;
    expect(await ledger.find('m')).toMatchObject({ dueAt: clock.wallMs() - 1000 + LEASE_MS });
  });
});

describe('a provider that says null of a message', () => {
  it('has said nothing, and is asked as often as one that does', async () => {
    const lookUp = async () => {
      tries.push(0);
      return null;
    };
    Object.assign(world.first, { lookUp });
    const { sms } = world.start({ order: ['first'], watch: 'off' });
    await sms.send({ to: '+447400123456', text: 'hello' });
    await world.pass(10 * MINUTE_MS);
    for (let hour = 0; hour < 72; hour += 1) {
      world.clock.jumpWallClock(60 * MINUTE_MS);
      await world.pass(2000);
    }
    expect(tries).toHaveLength(6);
  });
});
