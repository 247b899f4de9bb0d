import { assert, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import { seededRandom } from '../testing/seeded-random.js';
import { type BreakerTransition, CircuitBreaker } from './circuit-breaker.js';
import type { Random } from './random.js';

const OPEN_MS = 30_000;

let clock: ManualClock;
let breaker: CircuitBreaker;
let transitions: string[];

const make = (random: Random = () => 0) => {
  clock = new ManualClock();
  transitions = [];
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
  const note = ({ from, to }: BreakerTransition) => transitions.push(`${from} → ${to}`);
  breaker = new CircuitBreaker(options, clock, random, note);
};
const acquire = () => {
  const permit = breaker.tryAcquire();
  assert(permit !== undefined, 'the breaker lets the call pass');
  return permit;
};
const call = (name: 'success' | 'failure' | 'ignored' | 'fatal') => acquire().settle({ name }, 10);
const waitUntilHalfOpen = () => clock.advance(breaker.retryAfterMs());

beforeEach(() => make());

describe('an open CircuitBreaker', () => {
  it('refuses every call until its time is over', () => {
    call('failure');
    clock.advance(OPEN_MS - 1);
    expect(breaker.isAvailable).toBe(false);
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.retryAfterMs()).toBe(1);
    clock.advance(1);
    expect(breaker.retryAfterMs()).toBe(0);
    expect(acquire().isProbe).toBe(true);
  });

  it('is not moved by the wall clock', () => {
    call('failure');
    clock.jumpWallClock(86_400_000);
    expect(breaker.state).toBe('open');
  });

  it('changes nothing when it is asked for its state', () => {
    call('failure');
    waitUntilHalfOpen();
    for (let asked = 0; asked < 3; asked += 1) {
      expect(breaker.state).toBe('half-open');
      expect(breaker.retryAfterMs()).toBe(0);
    }
    expect(transitions).toEqual(['closed → open']);
  });

  it('tells each change of state once', () => {
    call('failure');
    waitUntilHalfOpen();
    call('failure');
    waitUntilHalfOpen();
    call('success');
    const again = ['open → half-open', 'half-open → open', 'open → half-open', 'half-open → closed'];
    expect(transitions).toEqual(['closed → open', ...again]);
  });

  it('stays open up to a tenth longer, so that processes do not probe together', () => {
    const random = seededRandom(5);
    const waits = Array.from({ length: 200 }, () => {
      make(random);
      call('failure');
      return breaker.retryAfterMs();
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(OPEN_MS);
    expect(Math.max(...waits)).toBeLessThan(OPEN_MS * 1.1);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(OPEN_MS * 0.09);
  });
});

describe('a half-open CircuitBreaker', () => {
  beforeEach(() => {
    call('failure');
    waitUntilHalfOpen();
  });

  it('lets one probe pass at a time', () => {
    expect(acquire().isProbe).toBe(true);
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.state).toBe('half-open');
  });

  it('is available to one probe, and to nobody while that is under way', () => {
    expect(breaker.isAvailable).toBe(true);
    const probe = acquire();
    expect(breaker.isAvailable).toBe(false);
    probe.settle({ name: 'ignored' }, 10);
    expect(breaker.isAvailable).toBe(true);
  });

  it('closes when the probe succeeds, all forgotten', () => {
    call('success');
    expect(breaker.state).toBe('closed');
    expect(acquire().isProbe).toBe(false);
    call('failure');
    expect(breaker.retryAfterMs()).toBe(OPEN_MS);
  });

  it('stays open twice as long with each probe that fails, up to the longest', () => {
    const waits = [60_000, 100_000, 100_000].map(() => {
      call('failure');
      const wait = breaker.retryAfterMs();
      clock.advance(wait);
      return wait;
    });
    expect(waits).toEqual([60_000, 100_000, 100_000]);
  });

  it('opens longer when the probe finds that somebody must mend it', () => {
    call('fatal');
    expect(breaker.retryAfterMs()).toBe(60_000);
  });

  it('waits as long as a throttled probe was asked to, and counts it as no failed one', () => {
    acquire().settle({ name: 'throttled', retryAfterMs: 500 }, 10);
    expect(breaker.retryAfterMs()).toBe(500);
    waitUntilHalfOpen();
    call('failure');
    expect(breaker.retryAfterMs()).toBe(60_000);
  });

  it('makes the next call the probe when this one proved nothing', () => {
    call('ignored');
    expect(breaker.state).toBe('half-open');
    expect(acquire().isProbe).toBe(true);
  });

  it('listens to the first word of its probe only', () => {
    const probe = acquire();
    probe.settle({ name: 'failure' }, 10);
    probe.settle({ name: 'success' }, 10);
    expect(breaker.state).toBe('open');
  });
});
