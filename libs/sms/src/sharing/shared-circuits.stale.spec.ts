import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { InstanceOnABoard } from '../testing/instance-on-a-board.js';
import { ManualClock } from '../testing/manual-clock.js';
import { MemoryCircuitBoard } from './memory-circuit-board.js';

const OPEN_MS = 30_000;
const LOOK_MS = 1000;
const HOUR_MS = 3_600_000;

let clock: ManualClock;
let board: MemoryCircuitBoard;
let leases: MemoryLeases;
let started: InstanceOnABoard[];

const start = async () => {
  const instance = new InstanceOnABoard(board, leases, clock);
  await instance.circuits.onApplicationBootstrap();
  started.push(instance);
  return instance;
};
const statesOnBoard = async () => {
  const notices = await board.read(0);
  return notices.map(({ circuit, state }) => `${circuit} ${state}`).toSorted();
};

beforeEach(() => {
  Logger.overrideLogger(false);
  clock = new ManualClock();
  board = new MemoryCircuitBoard();
  leases = new MemoryLeases();
  started = [];
});

afterEach(async () => {
  await Promise.all(started.map(({ circuits }) => circuits.onModuleDestroy()));
  Logger.overrideLogger(true);
});

describe('SharedCircuits, of what is over', () => {
  it('hold an outage of the provider against no country once it is over', async () => {
    const one = await start();
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(await statesOnBoard()).toEqual(['first GB open', 'first open']);
    await clock.advanceAsync(OPEN_MS);
    expect(await one.call('first')).toBe('accepted');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(await statesOnBoard()).toEqual(['first GB closed', 'first closed']);
    expect((await start()).of('first').standing().openCountries).toEqual([]);
  });

  it.each([
    ['take over no circuit whose time is long past', HOUR_MS, []],
    ['take over one that is only due for its probe', OPEN_MS, [undefined]],
  ])('%s', async (_, agoMs, notClosed) => {
    const openUntil = clock.wallMs() - agoMs;
    const at = openUntil - OPEN_MS;
    await board.post({ circuit: 'first', state: 'open', openings: 1, openUntil, at, by: 'somebody' });
    expect((await start()).of('first').breakers.notClosed()).toEqual(notClosed);
  });
});
