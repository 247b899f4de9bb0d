import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { InstanceOnABoard } from '../testing/instance-on-a-board.js';
import { ManualClock } from '../testing/manual-clock.js';
import { MemoryCircuitBoard } from './memory-circuit-board.js';

Logger.overrideLogger(false);

const OPEN_MS = 30_000;
const LOOK_MS = 1000;
const SILENCE_MS = 5000;

const silent = () => new Promise<never>(() => {});

let clock: ManualClock;
let board: MemoryCircuitBoard;
let leases: MemoryLeases;
let one: InstanceOnABoard;

beforeEach(async () => {
  clock = new ManualClock();
  board = new MemoryCircuitBoard();
  leases = new MemoryLeases();
  one = new InstanceOnABoard(board, leases, clock);
  await one.circuits.onApplicationBootstrap();
});

const silences = [
  ['the board is silent to who reads', () => Object.assign(board, { read: silent })],
  ['the board is silent to who posts', () => Object.assign(board, { post: silent })],
  ['the leases are silent', () => Object.assign(leases, { take: silent })],
] as const;

describe.each(silences)('SharedCircuits, while %s', (_, fallSilent) => {
  it('leave the instance to itself', async () => {
    fallSilent();
    await one.fail('first');
    await clock.advanceAsync(OPEN_MS + SILENCE_MS + LOOK_MS);
    expect(await one.call('first')).toBe('accepted');
    expect(one.isOpen('first')).toBe(false);
  });

  it('are over within a silence', async () => {
    await one.fail('first');
    fallSilent();
    await clock.advanceAsync(OPEN_MS + LOOK_MS);
    let state = 'under way';
    void one.circuits.onModuleDestroy().then(() => {
      state = 'over';
    });
    await clock.advanceAsync(SILENCE_MS);
    expect([state, clock.pending]).toEqual(['over', 0]);
  });
});

describe('SharedCircuits, after a silence', () => {
  it('share again, what was found out meanwhile too', async () => {
    const [post, read] = [board.post.bind(board), board.read.bind(board)];
    Object.assign(board, { post: silent, read: silent });
    await one.fail('first');
    await clock.advanceAsync(2 * LOOK_MS);
    Object.assign(board, { post, read });
    await clock.advanceAsync(SILENCE_MS + LOOK_MS);
    const two = new InstanceOnABoard(board, leases, clock);
    await two.circuits.onApplicationBootstrap();
    expect(two.isOpen('first')).toBe(true);
  });

  it('let an instance begin that found the board silent', async () => {
    Object.assign(board, { read: silent });
    let state = 'beginning';
    void new InstanceOnABoard(board, leases, clock).circuits.onApplicationBootstrap().then(() => {
      state = 'begun';
    });
    await clock.advanceAsync(SILENCE_MS);
    expect(state).toBe('begun');
  });
});
