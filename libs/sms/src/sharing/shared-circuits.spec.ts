import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { InstanceOnABoard } from '../testing/instance-on-a-board.js';
import { ManualClock } from '../testing/manual-clock.js';
import type { CircuitBoard } from './circuit-board.js';
import { MemoryCircuitBoard } from './memory-circuit-board.js';

const OPEN_MS = 30_000;
const LOOK_MS = 1000;

let clock: ManualClock;
let board: MemoryCircuitBoard;
let leases: MemoryLeases;
let one: InstanceOnABoard;
let two: InstanceOnABoard;
let three: InstanceOnABoard;
let started: InstanceOnABoard[];

const start = async (on: CircuitBoard = board) => {
  const instance = new InstanceOnABoard(on, leases, clock);
  await instance.circuits.onApplicationBootstrap();
  started.push(instance);
  return instance;
};
const all = (name: string) => [one, two, three].map((instance) => instance.isOpen(name));

beforeEach(async () => {
  Logger.overrideLogger(false);
  clock = new ManualClock();
  board = new MemoryCircuitBoard();
  leases = new MemoryLeases();
  started = [];
  one = await start();
  two = await start();
  three = await start();
});

afterEach(async () => {
  await Promise.all(started.map(({ circuits }) => circuits.onModuleDestroy()));
  expect(clock.pending).toBe(0);
  Logger.overrideLogger(true);
});

describe('SharedCircuits', () => {
  it('let the others leave alone whom one has found failing, within two looks', async () => {
    await one.fail('first');
    expect(all('first')).toEqual([true, false, false]);
    await clock.advanceAsync(2 * LOOK_MS);
    expect(all('first')).toEqual([true, true, true]);
    expect(two.of('first').retryAfterMs('GB')).toBe(OPEN_MS - 2 * LOOK_MS);
    expect(await two.call('first')).toBe('circuit-open');
    expect(two.first.messages).toEqual([]);
  });

  it('let one who starts later know before its first message', async () => {
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    expect((await start()).isOpen('first')).toBe(true);
  });

  it('let one of all make the probe, and the others use the provider again when that succeeds', async () => {
    await one.fail('first');
    await clock.advanceAsync(OPEN_MS + 2 * LOOK_MS);
    const answers = [await three.call('first'), await one.call('first'), await two.call('first')];
    expect(answers.toSorted()).toEqual(['accepted', 'circuit-open', 'circuit-open']);
    await clock.advanceAsync(2 * LOOK_MS);
    expect(all('first')).toEqual([false, false, false]);
  });

  it('leave the provider alone for longer, all of them, when the probe of one fails', async () => {
    await one.fail('first');
    await clock.advanceAsync(OPEN_MS + 2 * LOOK_MS);
    for (const instance of [one, two, three]) instance.first.failNext('unavailable');
    const answers = await Promise.all([one, two, three].map((instance) => instance.call('first')));
    expect(answers.toSorted()).toEqual(['circuit-open', 'circuit-open', 'mock']);
    await clock.advanceAsync(2 * LOOK_MS);
    expect(all('first')).toEqual([true, true, true]);
    expect(two.of('first').retryAfterMs('GB')).toBeGreaterThan(OPEN_MS);
  });

  it('give the probe to another when whoever has it has no message to make it with', async () => {
    await one.fail('first');
    await clock.advanceAsync(OPEN_MS);
    const probers = new Set<InstanceOnABoard>();
    for (let second = 0; second < 20; second += 1) {
      await clock.advanceAsync(LOOK_MS);
      for (const instance of [one, two, three])
        if (instance.of('first').isAvailable('GB')) probers.add(instance);
    }
    expect(probers.size).toBeGreaterThan(1);
  });

  it('share the circuit of a country, and no other', async () => {
    await one.fail('first', 'route-refused');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(two.of('first').isAvailable('GB')).toBe(false);
    expect(two.of('first').isAvailable('FR')).toBe(true);
  });

  it('never take the last provider away by hearsay', async () => {
    await one.fail('first');
    await one.fail('second');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(two.of('first').isAvailable('GB') || two.of('second').isAvailable('GB')).toBe(true);
    const candidate = two.of('first').isAvailable('GB') ? 'first' : 'second';
    expect(await two.call(candidate)).toBe('accepted');
  });

  it('try for themselves whom others gave up, once their own last provider fails', async () => {
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    await two.fail('second');
    expect(two.isOpen('second')).toBe(true);
    expect(two.isOpen('first')).toBe(false);
    expect(await two.call('first')).toBe('accepted');
  });

  it('let each probe for itself where nobody else would carry', async () => {
    await one.fail('first');
    await one.fail('second');
    await two.fail('first');
    await two.fail('second');
    await clock.advanceAsync(2 * OPEN_MS);
    expect([await one.call('first'), await two.call('first')]).toEqual(['accepted', 'accepted']);
  });

  it('leave every instance to itself while the board cannot be reached, and share again when it can', async () => {
    const broken: CircuitBoard = {
      post: (notice) => (isBroken ? Promise.reject(new Error('lost')) : board.post(notice)),
      read: (since) => (isBroken ? Promise.reject(new Error('lost')) : board.read(since)),
    };
    let isBroken = false;
    const lone = await start(broken);
    isBroken = true;
    await one.fail('first');
    await lone.fail('first');
    await clock.advanceAsync(2 * OPEN_MS);
    expect(await lone.call('first')).toBe('accepted');
    isBroken = false;
    await clock.advanceAsync(2 * LOOK_MS);
    expect(all('first')).toEqual([false, false, false]);
  });

  it('change nothing for an instance without a board', async () => {
    const alone = new InstanceOnABoard(undefined, leases, clock);
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(alone.isOpen('first')).toBe(false);
    await alone.fail('first');
    await clock.advanceAsync(OPEN_MS);
    expect(await alone.call('first')).toBe('accepted');
  });
});
