import { describe, expect, it } from 'vitest';
import { FailoverOptions } from '../routing/failover.options.js';
import { ManualClock } from '../testing/manual-clock.js';
import { seededRandom } from '../testing/seeded-random.js';
import { CircuitBreaker } from './circuit-breaker.js';

const PACES = [
  { pace: 'ten an hour', everyMs: 360_000, calls: 5000 },
  { pace: 'ten a second', everyMs: 100, calls: 50_000 },
  { pace: 'ten thousand a second', everyMs: 0.1, calls: 300_000 },
];
/** Calls at once of which a dead provider may get all, and no more. */
const ONE_WAVE = 64;

const world = (everyMs: number) => {
  const clock = new ManualClock();
  const random = seededRandom(7);
  const breaker = new CircuitBreaker(new FailoverOptions(), clock, random);
  /** @returns whether it was let through */
  const call = (failureShare: number): boolean => {
    clock.advance(everyMs);
    const permit = breaker.tryAcquire();
    permit?.settle({ name: random() < failureShare ? 'failure' : 'success' }, 20);
    return permit !== undefined;
  };
  const callsUntilOpen = (failureShare: number, most: number) => {
    for (let made = 1; made <= most; made += 1) {
      call(failureShare);
      if (breaker.state !== 'closed') return made;
    }
    return Number.POSITIVE_INFINITY;
  };
  return { breaker, call, callsUntilOpen };
};

describe.each(PACES)('a CircuitBreaker at $pace, with the defaults', ({ everyMs, calls }) => {
  it.each([0.01, 0.1, 0.2])('refuses next to nothing while a share of %d fails by chance', (share) => {
    const { call } = world(everyMs);
    let refused = 0;
    for (let made = 0; made < calls; made += 1) if (!call(share)) refused += 1;
    expect(refused / calls).toBeLessThan(0.001);
  });

  it.each([0.6, 1])('opens where a share of %d fails', (share) => {
    expect(world(everyMs).callsUntilOpen(share, 200)).toBeLessThanOrEqual(200);
  });

  it('gives up a provider that dies after healthy traffic within one wave', () => {
    const { call, callsUntilOpen } = world(everyMs);
    for (let made = 0; made < calls / 10; made += 1) call(0);
    expect(callsUntilOpen(1, ONE_WAVE)).toBeLessThanOrEqual(ONE_WAVE);
  });

  it('gives it up within one wave after 640 calls, too', () => {
    const { call, callsUntilOpen } = world(everyMs);
    for (let made = 0; made < 640; made += 1) call(0);
    expect(callsUntilOpen(1, ONE_WAVE)).toBeLessThanOrEqual(ONE_WAVE / 2);
  });
});

describe('a CircuitBreaker that sees few calls', () => {
  it('goes by five failures in a row, and by longer runs once its window holds enough calls', () => {
    const { call, callsUntilOpen } = world(100);
    for (let made = 0; made < 14; made += 1) call(0);
    expect(callsUntilOpen(1, ONE_WAVE)).toBe(5);
    const busy = world(100);
    for (let made = 0; made < 15; made += 1) busy.call(0);
    expect(busy.callsUntilOpen(1, ONE_WAVE)).toBeGreaterThan(5);
  });
});
