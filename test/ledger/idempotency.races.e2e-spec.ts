import { Logger } from '@nestjs/common';
import { MemoryOutcomeStore, type OutcomeStore } from '@standby/sms';
import {
  scheduler as anyOrder,
  array,
  assert as assertProperty,
  asyncProperty,
  constantFrom,
  nat,
  record,
  type Scheduler,
} from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { OutcomeDatabase } from './outcome-database.js';
import { ScheduledStore } from './scheduled-store.js';
import { type Fate, PATIENCE_MS, SendingWorld } from './sending-world.js';

const PROCESSES = 3;
const LOOK_MS = 1000;

const calls = array(record({ which: nat(PROCESSES - 1), key: constantFrom('a', 'b') }), {
  minLength: 2,
  maxLength: 8,
});
/** For each message that reaches the provider, in order, and then round again. */
const fates = array(constantFrom<Fate | 'dies'>('accepted', 'accepted', 'refused', 'ambiguous', 'dies'), {
  minLength: 1,
  maxLength: 8,
});
/** Which process dies after how many turns; the last is never given a death. */
const deaths = array(record({ which: nat(PROCESSES - 2), afterTurns: nat(40) }), { maxLength: 2 });

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

/** Lets what waits happen one by one, in the scheduler's order, until nothing is left to happen. */
const playOut = async (
  world: SendingWorld,
  turns: Scheduler,
  kill: () => void,
  pickFate: () => Fate | 'dies',
) => {
  const endSends = () => {
    for (const send of world.sends) {
      if (send.fate !== 'under way' || send.process.state === 'crashed') continue;
      const fate = pickFate();
      if (fate === 'dies' && send.process !== world.processes.at(-1)) world.crash(send.process);
      else send.end(fate === 'dies' ? 'ambiguous' : fate);
    }
  };
  for (let passedMs = 0; passedMs <= PATIENCE_MS * PROCESSES; passedMs += LOOK_MS) {
    await world.pass(LOOK_MS);
    while (turns.count() > 0) {
      await turns.waitOne();
      await world.pass(0);
      kill();
      endSends();
      await world.pass(0);
      world.check();
    }
  }
};

describe('an idempotency key, in whatever order things happen', () => {
  it.each([
    ['memory', inMemory, 150],
    ['a database', inSql, 25],
  ])('sends once and tells everybody the same, out of %s', async (_, open, numRuns) => {
    const property = asyncProperty(anyOrder(), calls, fates, deaths, async (turns, called, fated, dying) => {
      const connect = open();
      const world = new SendingWorld(async (process) => new ScheduledStore(await connect(), turns, process));
      for (let started = 0; started < PROCESSES; started += 1) await world.startProcess();
      for (const { which, key } of called) {
        const process = world.processes[which];
        if (process !== undefined) world.call(process, key);
      }
      let turn = 0;
      const kill = () => {
        turn += 1;
        for (const { which, afterTurns } of dying) {
          const process = world.processes[which];
          if (process !== undefined && afterTurns === turn) world.crash(process);
        }
      };
      let taken = 0;
      const pickFate = () => fated[taken++ % fated.length] ?? 'accepted';
      await playOut(world, turns, kill, pickFate);
      world.check();
      world.checkNobodyWaits();
    });
    await assertProperty(property, { numRuns });
  });
});
