import { Logger } from '@nestjs/common';
import { MemoryOutcomeStore, type OutcomeStore } from '@standby/sms';
import {
  type AsyncCommand,
  assert as assertProperty,
  asyncModelRun,
  asyncProperty,
  commands,
  constant,
  constantFrom,
  nat,
  record,
} from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OutcomeDatabase } from './outcome-database.js';
import { type Fate, PATIENCE_MS, type Process, SendingWorld, WINDOW_MS } from './sending-world.js';

/** When each key is free again; absent: now. */
type Model = Map<string, number>;
type Step = AsyncCommand<Model, SendingWorld>;

const KEYS = ['a', 'b'] as const;
const PROCESSES = 3;

const step = (name: string, run: (model: Model, world: SendingWorld) => Promise<void>): Step => ({
  check: () => true,
  run: async (model, world) => {
    await run(model, world);
    world.check();
  },
  toString: () => name,
});

const send = ({ which, key }: { which: number; key: string }) =>
  step(`process ${which} sends ${key}`, async (model, world) => {
    const before = world.sends.length;
    const isFree = (model.get(key) ?? 0) <= world.now;
    world.call(alive(world, which), key);
    await world.pass(0);
    expect(world.sends.length - before).toBe(isFree ? 1 : 0);
    if (isFree) model.set(key, world.now + WINDOW_MS);
  });

const finish = ({ which, fate }: { which: number; fate: Fate }) =>
  step(`the provider has ${fate} ${which}`, async (model, world) => {
    const underWay = world.sends.filter(
      (sending) => sending.fate === 'under way' && sending.process.state === 'alive',
    );
    const sending = underWay[which % Math.max(1, underWay.length)];
    sending?.end(fate);
    if (sending !== undefined && fate === 'refused') model.delete(sending.key);
    // Long enough for those who wait in other processes to look, and to send if nothing was sent.
    await world.pass(1001);
    const next = world.sends.findLast(({ key }) => key === sending?.key);
    if (next !== undefined && next !== sending) model.set(next.key, next.at + WINDOW_MS);
  });

const crash = (which: number) =>
  step(`process ${which} dies and is started again`, async (_, world) => {
    world.crash(alive(world, which));
    await world.startProcess();
  });

const wait = (ms: number) => step(`${ms} ms pass`, (_, world) => world.pass(ms));

const alive = ({ processes }: SendingWorld, which: number): Process => {
  const living = processes.filter(({ state }) => state === 'alive');
  const chosen = living[which % living.length];
  if (chosen === undefined) throw new RangeError('nobody is alive');
  return chosen;
};

const which = nat(PROCESSES - 1);
const steps = commands(
  [
    record({ which, key: constantFrom(...KEYS) }).map(send),
    record({ which, fate: constantFrom<Fate>('accepted', 'refused', 'ambiguous') }).map(finish),
    which.map(crash),
    constantFrom(50, 5000, PATIENCE_MS, WINDOW_MS / 2, WINDOW_MS).map(wait),
    constant(WINDOW_MS - 1).map(wait),
  ],
  { maxCommands: 30, size: 'medium' },
);

const databases: OutcomeDatabase[] = [];

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));
afterEach(() => Promise.all(databases.splice(0).map((database) => database.remove())));

const inMemory = () => {
  const store = new MemoryOutcomeStore();
  return async (): Promise<OutcomeStore> => store;
};
const inSql = () => {
  const database = new OutcomeDatabase();
  databases.push(database);
  return () => database.connect();
};

describe('an idempotency key, whatever happens', () => {
  it.each([
    ['memory', inMemory, 200],
    ['a database', inSql, 50],
  ])('sends once and tells everybody the same, out of %s', async (_, open, numRuns) => {
    const property = asyncProperty(steps, async (given) => {
      const world = new SendingWorld(open());
      for (let started = 0; started < PROCESSES; started += 1) await world.startProcess();
      await asyncModelRun(() => ({ model: new Map<string, number>(), real: world }), given);
      await world.pass(PATIENCE_MS * PROCESSES);
      world.check();
      world.checkNobodyWaits();
    });
    await assertProperty(property, { numRuns });
  });
});
