import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseClaim } from '../resilience/leases.js';
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

describe('SharedCircuits, where a clock is wrong', () => {
  const ahead = { circuit: 'first', by: 'somebody' } as const;
  const openAt = (at: number, openMs: number) =>
    board.post({ ...ahead, state: 'open', openings: 1, at, openUntil: at + openMs });

  it('leave a provider alone for as long as another found, however far ahead the clock of that one', async () => {
    await openAt(clock.wallMs() + HOUR_MS, OPEN_MS);
    expect((await start()).of('first').retryAfterMs('GB')).toBe(OPEN_MS);
  });

  it('make the probe that one with such a clock had the right to when it died', async () => {
    await openAt(clock.wallMs(), OPEN_MS);
    await leases.take('probe of the circuit first', leaseClaim('dead', clock.wallMs() + HOUR_MS, 5000));
    const one = await start();
    await clock.advanceAsync(OPEN_MS + 2 * LOOK_MS);
    expect(await one.call('first')).toBe('accepted');
  });

  it('leave it alone for no longer than any circuit is open', async () => {
    await openAt(clock.wallMs(), 48 * HOUR_MS);
    const { breakers } = (await start()).of('first');
    expect(breakers.own.retryAfterMs()).toBe(breakers.longestOpenMs);
  });

  it('are heard on what they find out after the word of one whose clock is ahead', async () => {
    await openAt(clock.wallMs() + HOUR_MS, OPEN_MS);
    const [one, two] = [await start(), await start()];
    await clock.advanceAsync(OPEN_MS + 2 * LOOK_MS);
    expect([await one.call('first'), await two.call('first')].toSorted()).toEqual([
      'accepted',
      'circuit-open',
    ]);
    await clock.advanceAsync(2 * LOOK_MS);
    expect([one.isOpen('first'), two.isOpen('first')]).toEqual([false, false]);
    expect(await statesOnBoard()).toEqual(['first closed']);
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    expect(two.isOpen('first')).toBe(true);
  });

  it('take on each word once', async () => {
    await openAt(clock.wallMs() + HOUR_MS, OPEN_MS);
    const one = await start();
    await clock.advanceAsync(10 * LOOK_MS);
    expect(one.of('first').retryAfterMs('GB')).toBe(OPEN_MS - 10 * LOOK_MS);
  });
});

describe('SharedCircuits, at the end', () => {
  it('leave an instance to itself once it does not look at the board any more', async () => {
    const [one, two] = [await start(), await start()];
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    await two.circuits.onModuleDestroy();
    await clock.advanceAsync(OPEN_MS);
    expect(await two.call('first')).toBe('accepted');
  });
});
