import { assert, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import type { BreakerOptions } from './breaker.options.js';
import { type BreakerTransition, CircuitBreaker } from './circuit-breaker.js';

const OPTIONS: BreakerOptions = {
  consecutiveFailures: 2,
  failureRate: 0.5,
  slowCallRate: 0.8,
  slowCallMs: 3000,
  minimumCalls: 10,
  windowMs: 60_000,
  openMs: 30_000,
  maxOpenMs: 600_000,
};
const OPEN = { state: 'open', openings: 3, forMs: 5000 } as const;

let clock: ManualClock;
let breaker: CircuitBreaker;
let changes: BreakerTransition[];
let mayProbe: boolean;

beforeEach(() => {
  clock = new ManualClock();
  changes = [];
  mayProbe = true;
  breaker = new CircuitBreaker(
    OPTIONS,
    clock,
    () => 0,
    (change) => changes.push(change),
    () => mayProbe,
  );
});

const call = (name: 'success' | 'failure') => {
  const permit = breaker.tryAcquire();
  assert(permit !== undefined);
  permit.settle({ name }, 10);
};

describe('a CircuitBreaker that heeds another', () => {
  it('opens for as long as the other says, and probes then', () => {
    breaker.heed(OPEN);
    expect(breaker.openedBy).toBe('another');
    expect(breaker.retryAfterMs()).toBe(5000);
    clock.advance(4999);
    expect(breaker.tryAcquire()).toBeUndefined();
    clock.advance(1);
    call('success');
    expect(changes).toEqual([
      { from: 'closed', to: 'open', by: 'another' },
      { from: 'open', to: 'half-open', by: 'itself' },
      { from: 'half-open', to: 'closed', by: 'itself' },
    ]);
  });

  it('opens longer after a failed probe than the other did', () => {
    breaker.heed(OPEN);
    clock.advance(5000);
    call('failure');
    expect(breaker.openings).toBe(4);
    expect(breaker.retryAfterMs()).toBe(240_000);
    expect(breaker.openedBy).toBe('itself');
  });

  it('closes when the other says so, and is told nothing by calls from before', () => {
    call('failure');
    const permit = breaker.tryAcquire();
    breaker.heed(OPEN);
    breaker.heed({ state: 'closed' });
    permit?.settle({ name: 'failure' }, 10);
    expect(breaker.isClosed).toBe(true);
    expect(breaker.openings).toBe(0);
    call('failure');
    expect(breaker.isClosed).toBe(true);
  });

  it('keeps the longer of two open times', () => {
    call('failure');
    call('failure');
    breaker.heed(OPEN);
    expect([breaker.openedBy, breaker.retryAfterMs()]).toEqual(['itself', 30_000]);
    breaker.heed({ ...OPEN, forMs: 60_000 });
    expect([breaker.openedBy, breaker.retryAfterMs()]).toEqual(['another', 60_000]);
  });

  it('changes nothing by hearing what it knows', () => {
    breaker.heed({ state: 'closed' });
    breaker.heed(OPEN);
    breaker.heed(OPEN);
    expect(changes).toHaveLength(1);
  });
});

describe('a CircuitBreaker whose probe is another’s', () => {
  beforeEach(() => {
    mayProbe = false;
    call('failure');
    call('failure');
    clock.advance(30_000);
  });

  it('stays open when its time is over, and says that a probe is due', () => {
    expect(breaker.state).toBe('open');
    expect(breaker.isAvailable).toBe(false);
    expect(breaker.retryAfterMs()).toBe(0);
    expect(breaker.isDueForProbe).toBe(true);
    expect(breaker.tryAcquire()).toBeUndefined();
  });

  it('probes as soon as it may', () => {
    mayProbe = true;
    expect(breaker.state).toBe('half-open');
    call('success');
    expect(breaker.isClosed).toBe(true);
    expect(breaker.isDueForProbe).toBe(false);
  });
});
