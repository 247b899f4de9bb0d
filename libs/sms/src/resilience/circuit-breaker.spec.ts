import { assert, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import type { BreakerOptions } from './breaker.options.js';
import { CircuitBreaker, type Permit, type Verdict } from './circuit-breaker.js';

const OPTIONS: BreakerOptions = {
  consecutiveFailures: 5,
  failureRate: 0.5,
  slowCallRate: 0.8,
  slowCallMs: 3000,
  minimumCalls: 10,
  windowMs: 60_000,
  openMs: 30_000,
  maxOpenMs: 600_000,
};

let clock: ManualClock;
let breaker: CircuitBreaker;

const make = (options: Partial<BreakerOptions> = {}) => {
  clock = new ManualClock();
  breaker = new CircuitBreaker({ ...OPTIONS, ...options }, clock, () => 0);
};
const acquire = (): Permit => {
  const permit = breaker.tryAcquire();
  assert(permit !== undefined, 'the breaker lets the call pass');
  return permit;
};
const call = (name: 'success' | 'failure' | 'ignored' | 'fatal', times = 1, tookMs = 10) => {
  for (let made = 0; made < times; made += 1) acquire().settle({ name }, tookMs);
};
const throttle = (retryAfterMs?: number) => acquire().settle({ name: 'throttled', retryAfterMs }, 10);

beforeEach(() => make());

describe('a closed CircuitBreaker', () => {
  it('lets every call pass, as no probe', () => {
    expect(breaker.state).toBe('closed');
    expect(breaker.isAvailable).toBe(true);
    expect(breaker.retryAfterMs()).toBe(0);
    expect([acquire(), acquire(), acquire()].map(({ isProbe }) => isProbe)).toEqual([false, false, false]);
  });

  it('opens after so many failures in a row', () => {
    call('failure', 4);
    expect(breaker.state).toBe('closed');
    call('failure');
    expect(breaker.state).toBe('open');
    expect(breaker.tryAcquire()).toBeUndefined();
  });

  it('starts the row again with a success', () => {
    call('failure', 4);
    call('success');
    call('failure', 4);
    expect(breaker.state).toBe('closed');
  });

  it('opens on a share of failures, once the window holds enough calls', () => {
    for (let pair = 0; pair < 4; pair += 1) {
      call('success');
      call('failure');
    }
    call('success');
    expect(breaker.state).toBe('closed');
    call('failure');
    expect(breaker.state).toBe('open');
  });

  it('forgets failures older than the window', () => {
    make({ consecutiveFailures: 100 });
    call('failure', 9);
    clock.advance(60_000);
    call('failure');
    expect(breaker.state).toBe('closed');
  });

  it('opens on a share of slow calls, though all succeed', () => {
    call('success', 2);
    call('success', 7, 3000);
    expect(breaker.state).toBe('closed');
    call('success', 1, 3000);
    expect(breaker.state).toBe('open');
  });

  it('takes no call for slow that is quicker than the limit', () => {
    call('success', 100, 2999);
    expect(breaker.state).toBe('closed');
  });

  it('learns nothing from ignored calls, however many and however slow', () => {
    call('failure', 4);
    call('ignored', 100, 60_000);
    expect(breaker.state).toBe('closed');
    call('failure');
    expect(breaker.state).toBe('open');
  });

  it('opens at once when nothing will succeed until somebody mends it', () => {
    call('fatal');
    expect(breaker.state).toBe('open');
    expect(breaker.retryAfterMs()).toBe(30_000);
  });

  it('counts the first word of a permit only', () => {
    const permit = acquire();
    permit.settle({ name: 'success' }, 10);
    for (let word = 0; word < 10; word += 1) permit.settle({ name: 'failure' }, 10);
    call('failure', 4);
    expect(breaker.state).toBe('closed');
  });

  it.each<[string, number | undefined, number]>([
    ['as long as it asked', 2000, 2000],
    ['no longer than the longest open time', 3_600_000, 600_000],
    ['for the first open time when it did not say', undefined, 30_000],
  ])('opens for a throttling service %s', (_, askedMs, openMs) => {
    for (let made = 0; made < 5; made += 1) throttle(askedMs);
    expect(breaker.state).toBe('open');
    expect(breaker.retryAfterMs()).toBe(openMs);
  });

  it('drops the late word of a call it let pass before it opened', () => {
    const late = [acquire(), acquire()];
    call('failure', 5);
    const before = breaker.retryAfterMs();
    clock.advance(1000);
    for (const permit of late) permit.settle({ name: 'fatal' }, 1000);
    expect(breaker.retryAfterMs()).toBe(before - 1000);
    expect(breaker.state).toBe('open');
  });

  it('drops the late failures of an outage that is over', () => {
    const late = Array.from({ length: 5 }, acquire);
    call('failure', 5);
    clock.advance(30_000);
    call('success');
    expect(breaker.state).toBe('closed');
    const verdict: Verdict = { name: 'failure' };
    for (const permit of late) permit.settle(verdict, 30_000);
    expect(breaker.state).toBe('closed');
  });
});
