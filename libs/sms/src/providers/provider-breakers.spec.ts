import { assert, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.js';
import type { CallOutcome } from './call-outcome.js';
import type { FailureKind } from './handling.js';
import { ProviderBreakers, type ProviderTransition } from './provider-breakers.js';

const OPTIONS = {
  consecutiveFailures: 3,
  failureRate: 1,
  slowCallRate: 1,
  slowCallMs: 3000,
  minimumCalls: 100,
  windowMs: 60_000,
  openMs: 30_000,
  maxOpenMs: 600_000,
};

let clock: ManualClock;
let breakers: ProviderBreakers;
let transitions: ProviderTransition[];

beforeEach(() => {
  clock = new ManualClock();
  transitions = [];
  breakers = new ProviderBreakers(
    OPTIONS,
    clock,
    () => 0,
    (transition) => transitions.push(transition),
  );
});

const acquire = (country: string) => {
  const permit = breakers.tryAcquire(country);
  assert('settle' in permit, 'the breakers let the call pass');
  return permit;
};
const settle = (country: string, outcome: CallOutcome) => acquire(country).settle(outcome, 10);
const accept = (country: string) => settle(country, { kind: 'accepted' });
const fail = (country: string, kind: FailureKind, times = 1, retryAfterMs?: number) => {
  for (let made = 0; made < times; made += 1) settle(country, { kind, retryAfterMs });
};

describe('ProviderBreakers', () => {
  it('opens for every country when the provider is down', () => {
    fail('GB', 'unavailable', 3);
    expect(breakers.tryAcquire('FR')).toEqual({ retryAfterMs: 30_000 });
  });

  it('opens for one country alone when only its route is refused', () => {
    fail('GB', 'route-refused', 3);
    expect(breakers.tryAcquire('GB')).toEqual({ retryAfterMs: 30_000 });
    expect(breakers.openCountries()).toEqual(['GB']);
    expect(breakers.own.state).toBe('closed');
    accept('FR');
  });

  it('learns nothing of the provider from being asked for an open country', () => {
    fail('GB', 'route-refused', 3);
    fail('FR', 'unavailable', 2);
    for (let asked = 0; asked < 10; asked += 1) breakers.tryAcquire('GB');
    expect(breakers.own.state).toBe('closed');
    fail('FR', 'unavailable');
    expect(breakers.own.state).toBe('open');
  });

  it.each<[FailureKind, string]>([
    ['invalid-recipient', 'closed'],
    ['opted-out', 'closed'],
    ['fraud-blocked', 'closed'],
    ['invalid-request', 'closed'],
    ['route-refused', 'closed'],
    ['overloaded', 'closed'],
    ['misconfigured', 'open'],
    ['throttled', 'open'],
    ['unavailable', 'open'],
    ['ambiguous', 'open'],
  ])('after three times %s is %s', (kind, state) => {
    for (let made = 0; made < 3 && breakers.own.state === 'closed'; made += 1) fail('GB', kind);
    expect(breakers.own.state).toBe(state);
  });

  it('opens at the first word that the account will not do', () => {
    fail('GB', 'misconfigured');
    expect(breakers.own.state).toBe('open');
    expect(breakers.openCountries()).toEqual([]);
  });

  it('opens no longer than a throttling provider asks for', () => {
    fail('GB', 'throttled', 3, 2000);
    expect(breakers.tryAcquire('GB')).toEqual({ retryAfterMs: 2000 });
  });

  it('learns nothing from calls the caller gave up', () => {
    for (let made = 0; made < 50; made += 1) settle('GB', { kind: 'abandoned' });
    expect(breakers.own.state).toBe('closed');
    expect(breakers.openCountries()).toEqual([]);
  });

  it('holds it against a provider that another was faster', () => {
    for (let made = 0; made < 3; made += 1) settle('GB', { kind: 'outpaced' });
    expect(breakers.own.state).toBe('open');
  });

  it('tells how long to wait for a country, and telling changes nothing', () => {
    expect(breakers.retryAfterMs('GB')).toBe(0);
    fail('GB', 'route-refused', 3);
    expect([breakers.retryAfterMs('GB'), breakers.retryAfterMs('FR')]).toEqual([30_000, 0]);
    fail('FR', 'misconfigured');
    clock.advance(10_000);
    expect([breakers.retryAfterMs('GB'), breakers.retryAfterMs('FR')]).toEqual([20_000, 20_000]);
    clock.advance(20_000);
    expect(breakers.retryAfterMs('FR')).toBe(0);
    expect(breakers.own.state).toBe('half-open');
    expect(transitions).toHaveLength(2);
  });

  it('lets one probe pass, whatever its country, and starts afresh for all countries when it succeeds', () => {
    fail('GB', 'unavailable', 3);
    clock.advance(30_000);
    const probe = acquire('FR');
    expect(breakers.tryAcquire('GB')).toEqual({ retryAfterMs: 0 });
    probe.settle({ kind: 'accepted' }, 10);
    expect(breakers.openCountries()).toEqual([]);
    accept('GB');
  });

  it('tells of every country whose breaker closes with its own', () => {
    fail('GB', 'route-refused', 3);
    fail('FR', 'unavailable', 3);
    clock.advance(30_000);
    transitions = [];
    accept('DE');
    expect(transitions).toEqual([
      { from: 'open', to: 'half-open', by: 'itself' },
      { from: 'open', to: 'closed', by: 'itself', country: 'GB' },
      { from: 'open', to: 'closed', by: 'itself', country: 'FR' },
      { from: 'half-open', to: 'closed', by: 'itself' },
    ]);
  });

  it('is available for nobody while its probe is under way, and for everybody once that is over', () => {
    fail('GB', 'unavailable', 3);
    expect(breakers.isAvailable('FR')).toBe(false);
    clock.advance(30_000);
    expect(breakers.isAvailable('FR')).toBe(true);
    const probe = acquire('GB');
    expect(breakers.isAvailable('FR')).toBe(false);
    expect(breakers.retryAfterMs('FR')).toBe(0);
    probe.settle({ kind: 'abandoned' }, 10);
    expect(breakers.isAvailable('FR')).toBe(true);
  });

  it('probes though the breaker of the country is open', () => {
    fail('GB', 'route-refused', 3);
    fail('FR', 'unavailable', 3);
    clock.advance(30_000);
    accept('GB');
    expect(breakers.own.state).toBe('closed');
    accept('GB');
  });

  it('tells whose breaker changed', () => {
    fail('GB', 'route-refused', 3);
    fail('FR', 'misconfigured');
    expect(transitions).toEqual([
      { from: 'closed', to: 'open', by: 'itself', country: 'GB' },
      { from: 'closed', to: 'open', by: 'itself' },
    ]);
  });

  it('keeps a breaker for every country there is, and forgets those longest unused beyond', () => {
    fail('C0', 'route-refused', 3);
    fail('C1', 'route-refused', 3);
    for (let country = 2; country < 250; country += 1) accept(`C${country}`);
    expect(breakers.openCountries()).toEqual(['C0', 'C1']);
    for (let country = 250; country < 800; country += 1) {
      breakers.tryAcquire('C0');
      accept(`C${country}`);
    }
    expect(breakers.openCountries()).toEqual(['C0']);
  });
});

describe('ProviderBreakers of several processes', () => {
  const OPEN = { state: 'open', openings: 1, forMs: 5000 } as const;

  it('take on what others know, of the provider or of one country', () => {
    breakers.heed('GB', OPEN);
    expect([breakers.isAvailable('GB'), breakers.isAvailable('FR')]).toEqual([false, true]);
    breakers.heed(undefined, OPEN);
    expect(breakers.isAvailable('FR')).toBe(false);
    expect(breakers.notClosed()).toEqual([undefined, 'GB']);
    breakers.heed(undefined, { state: 'closed' });
    expect(breakers.notClosed()).toEqual([]);
  });

  it('keep nothing for a country of which nothing is held against it anywhere', () => {
    breakers.heed('GB', { state: 'closed' });
    expect(breakers.breakerOf('GB')).toBeUndefined();
  });

  it('probe only what they have leave for', () => {
    breakers.share((country) => country === 'GB');
    breakers.heed('GB', OPEN);
    breakers.heed('FR', OPEN);
    clock.advance(5000);
    expect([breakers.isAvailable('GB'), breakers.isAvailable('FR')]).toEqual([true, false]);
    breakers.heed(undefined, OPEN);
    clock.advance(5000);
    expect(breakers.isAvailable('GB')).toBe(false);
  });
});
