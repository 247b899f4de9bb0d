import { assert, beforeEach, describe, expect, it } from 'vitest';
import { normalise, type Purpose } from '../message/outbound-message.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import type { Candidate } from './router.js';
import { Runner } from './runner.js';
import { Turns } from './turns.js';

const HEDGE_MS = 1000;
const PATIENCE_MS = 4000;
const USUAL_MS = 500;

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock();
  clock.advance(100);
});

const candidate: Candidate = {
  name: 'a',
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: {
    attemptTimeoutMs: () => PATIENCE_MS,
    lastAttemptTimeoutMs: 30_000,
    hedgeDelayMs: () => HEDGE_MS,
    usualMs: () => USUAL_MS,
    isMissing: () => false,
  },
  isAvailable: () => true,
  retryAfterMs: () => 0,
  send: () => new Promise(() => {}),
};
const runnerWithin = (deadlineMs: number, purpose: Purpose = 'notification', other: 'b' | 'nobody' = 'b') => {
  const budget = new Budget({ capacity: 1, perCall: 0 });
  const tools = {
    deadline: new Deadline(clock, deadlineMs),
    signal: new AbortController().signal,
    clock,
    random: () => 0.5,
    retryBudget: budget,
    hedgeBudget: budget,
    waiting: new Bulkhead({ maxConcurrent: 1, maxQueued: 0 }),
  };
  const turns = new Turns(
    other === 'b' ? [candidate, { ...candidate, name: 'b' }] : [candidate],
    'GB',
    tools,
  );
  const turn = turns.next();
  assert(turn !== undefined, 'somebody has a turn');
  const message = normalise({ to: '+447400123456', text: 'Hello', purpose }, 'id');
  return new Runner(turn, message, turns, tools);
};
const reasonOf = ({ signal }: Runner) => (signal.aborted ? signal.reason.name : 'none');

describe('Runner', () => {
  it('waits for a place as long as for an answer, and is given that time anew once it has one', () => {
    using runner = runnerWithin(20_000);
    runner.waits();
    clock.advance(PATIENCE_MS - 1);
    runner.begins();
    clock.advance(PATIENCE_MS - 1);
    expect(reasonOf(runner)).toBe('none');
    clock.advance(1);
    expect(reasonOf(runner)).toBe('TimeIsUpError');
  });

  it('waits no longer than leaves time for an answer', () => {
    using runner = runnerWithin(2000);
    runner.waits();
    clock.advance(2000 - USUAL_MS - 1);
    expect(reasonOf(runner)).toBe('none');
    clock.advance(1);
    expect(reasonOf(runner)).toBe('TimeIsUpError');
  });

  it('is not begun where its place comes too late, though its timer has not run yet', () => {
    using runner = runnerWithin(2000);
    clock.schedule(2000 - USUAL_MS, () => runner.begins());
    runner.waits();
    clock.advance(2000 - USUAL_MS);
    expect(reasonOf(runner)).toBe('TimeIsUpError');
    expect(runner.silentMs).toBe(0);
  });

  it('holds nothing against a provider that had less than its time after the wait', () => {
    using runner = runnerWithin(PATIENCE_MS);
    runner.waits();
    clock.advance(1000);
    runner.begins();
    clock.advance(PATIENCE_MS - 1000);
    expect(reasonOf(runner)).toBe('NoLongerWantedError');
  });

  it.each([
    ['waits', HEDGE_MS, 'NoLongerWantedError'],
    ['has had its place for less than a silence', HEDGE_MS - 1, 'NoLongerWantedError'],
    ['has had its place for a whole silence', HEDGE_MS, 'OutpacedError'],
  ])('is outpaced only by a silence of its provider: it %s', (what, ms, reason) => {
    using runner = runnerWithin(20_000);
    runner.waits();
    if (what !== 'waits') clock.advance(HEDGE_MS);
    if (what !== 'waits') runner.begins();
    clock.advance(ms);
    runner.giveUp();
    expect(reasonOf(runner)).toBe(reason);
  });

  it('calls for company by the silence of its provider alone', () => {
    using runner = runnerWithin(20_000);
    runner.waits();
    clock.advance(300);
    expect(runner.silentFromMs).toBe(400 + HEDGE_MS);
    runner.begins();
    clock.advance(100);
    expect(runner.silentFromMs).toBe(400 + HEDGE_MS);
    expect([runner.tookMs, runner.silentMs]).toEqual([400, 100]);
  });

  it.each([
    ['a code', 'one-time-code', 'b', HEDGE_MS],
    ['a code for which nobody else is there', 'one-time-code', 'nobody', 20_000 - USUAL_MS],
    ['a notification', 'notification', 'b', PATIENCE_MS],
  ] as const)('keeps %s waiting no longer than it may', (_, purpose, other, ms) => {
    using runner = runnerWithin(20_000, purpose, other);
    runner.waits();
    clock.advance(ms - 1);
    expect(reasonOf(runner)).toBe('none');
    clock.advance(1);
    expect(reasonOf(runner)).toBe('TimeIsUpError');
  });
});
