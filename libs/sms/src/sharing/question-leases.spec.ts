import { beforeEach, describe, expect, it } from 'vitest';
import { plain } from '../providers/probe-report.js';
import type { Leases } from '../resilience/leases.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { ManualClock } from '../testing/manual-clock.js';
import { QuestionLeases } from './question-leases.js';

const MINE = { lease: 'mine' };
const DAY_MS = 86_400_000;
const READY = { at: 0, ...plain('ready') };
const ASKING = { forMs: 5000, longestMs: DAY_MS / 4 };
const KEPT = { forMs: 60_000, longestMs: DAY_MS / 4 };
const fail = () => Promise.reject(new Error('no database'));
const silent = () => new Promise<never>(() => {});

let clock: ManualClock;
let one: QuestionLeases;
let two: QuestionLeases;

beforeEach(() => {
  clock = new ManualClock(0);
  const leases = new MemoryLeases();
  one = new QuestionLeases(leases, clock);
  two = new QuestionLeases(leases, clock);
});

describe('QuestionLeases', () => {
  it('give the lease to one instance, and the other what that was told', async () => {
    expect(await one.take('own', ASKING)).toEqual(MINE);
    expect(await two.take('own', ASKING)).toEqual({ lease: 'of-another', told: undefined });
    await one.keep('own', READY, KEPT);
    expect(await two.take('own', ASKING)).toEqual({
      lease: 'of-another',
      told: READY,
    });
    expect(await one.take('own', ASKING)).toEqual(MINE);
  });

  it('tell one provider from another', async () => {
    await one.take('own', ASKING);
    expect(await two.take('other', ASKING)).toEqual(MINE);
  });

  it('pass to another instance once it is five seconds late', async () => {
    await one.take('own', ASKING);
    await one.keep('own', READY, KEPT);
    clock.advance(64_999);
    expect(await two.take('own', ASKING)).toMatchObject({ lease: 'of-another' });
    clock.advance(1);
    expect(await two.take('own', ASKING)).toEqual(MINE);
    expect(await one.take('own', ASKING)).toMatchObject({ lease: 'of-another' });
  });

  it('pass to another instance at once when given up', async () => {
    await one.take('own', ASKING);
    await two.giveUp('own');
    expect(await two.take('own', ASKING)).toMatchObject({ lease: 'of-another' });
    await one.giveUp('own');
    expect(await two.take('own', ASKING)).toEqual(MINE);
  });

  it('pass to another instance where they end later than any question is due', async () => {
    clock.jumpWallClock(DAY_MS);
    await one.keep('own', READY, KEPT);
    clock.jumpWallClock(-DAY_MS / 4);
    expect(await two.take('own', ASKING)).toMatchObject({ lease: 'of-another' });
    clock.jumpWallClock(-DAY_MS / 2);
    expect(await two.take('own', ASKING)).toEqual(MINE);
  });

  it('are everybody’s where the leases cannot be reached', async () => {
    const lost = new QuestionLeases({ take: fail, note: fail, release: fail } satisfies Leases, clock);
    expect(await lost.take('own', ASKING)).toEqual(MINE);
    await expect(lost.keep('own', READY, KEPT)).resolves.toBeUndefined();
    await expect(lost.giveUp('own')).resolves.toBeUndefined();
  });

  it('are everybody’s where the leases are silent for five seconds', async () => {
    const lost = new QuestionLeases({ take: silent, note: silent, release: silent } satisfies Leases, clock);
    const told: unknown[] = [];
    void lost.take('own', ASKING).then((lease) => told.push(lease));
    void lost.keep('own', READY, KEPT).then(() => told.push('kept'));
    void lost.giveUp('own').then(() => told.push('given up'));
    await clock.advanceAsync(4999);
    expect(told).toEqual([]);
    await clock.advanceAsync(1);
    expect(told).toEqual([MINE, 'kept', 'given up']);
  });
});
