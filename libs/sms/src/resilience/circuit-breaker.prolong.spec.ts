import { assert, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { CircuitBreaker } from './circuit-breaker.js';

const OPEN_MS = 30_000;

let clock: ManualClock;
let breaker: CircuitBreaker;

beforeEach(() => {
  clock = new ManualClock();
  const options = {
    consecutiveFailures: 1,
    failureRate: 1,
    slowCallRate: 1,
    slowCallMs: 3000,
    minimumCalls: 100,
    windowMs: 60_000,
    openMs: OPEN_MS,
    maxOpenMs: 100_000,
  };
  breaker = new CircuitBreaker(options, clock, () => 0);
});

const acquire = () => {
  const permit = breaker.tryAcquire();
  assert(permit !== undefined, 'the breaker lets the call pass');
  return permit;
};

describe('prolonging a CircuitBreaker', () => {
  it('opens it anew for the next longer time, up to the longest', () => {
    acquire().settle({ name: 'failure' }, 10);
    const waits = [60_000, 100_000, 100_000].map(() => {
      clock.advance(1000);
      breaker.prolong();
      return breaker.retryAfterMs();
    });
    expect(waits).toEqual([60_000, 100_000, 100_000]);
  });

  it('still does so when its time has just ended and nobody has called yet', () => {
    acquire().settle({ name: 'failure' }, 10);
    clock.advance(OPEN_MS);
    breaker.prolong();
    expect(breaker.state).toBe('open');
  });

  it('changes nothing while it is closed', () => {
    breaker.prolong();
    expect(breaker.state).toBe('closed');
  });

  it('changes nothing while a probe is under way, whose word counts', () => {
    acquire().settle({ name: 'failure' }, 10);
    clock.advance(OPEN_MS);
    const probe = acquire();
    breaker.prolong();
    expect(breaker.state).toBe('half-open');
    probe.settle({ name: 'success' }, 10);
    expect(breaker.state).toBe('closed');
  });
});
