import { beforeEach, describe, expect, it } from 'vitest';
import { ProviderLatency } from './provider-latency.js';

let latency: ProviderLatency;

beforeEach(() => {
  latency = new ProviderLatency({
    requestTimeoutMs: 30_000,
    attemptTimeoutMs: 4000,
    minAttemptTimeoutMs: 500,
    hedgeDelayMs: 1000,
    minHedgeDelayMs: 100,
  });
});

const learn = (country: string, tookMs: number) => {
  for (let call = 0; call < 16; call += 1) latency.add(country, tookMs);
};

describe('ProviderLatency', () => {
  it('is as patient as it may be while it knows nothing', () => {
    expect(latency.attemptTimeoutMs('GB')).toBe(4000);
    expect(latency.hedgeDelayMs('GB')).toBe(1000);
  });

  it('learns how long to wait from how long it took', () => {
    learn('GB', 200);
    expect(latency.attemptTimeoutMs('GB')).toBe(1000);
    expect(latency.hedgeDelayMs('GB')).toBe(200);
  });

  it.each([
    ['quick', 1, 500, 100],
    ['slow', 60_000, 4000, 1000],
  ])('keeps within its bounds however %s the provider is', (_, tookMs, timeoutMs, delayMs) => {
    learn('GB', tookMs);
    expect(latency.attemptTimeoutMs('GB')).toBe(timeoutMs);
    expect(latency.hedgeDelayMs('GB')).toBe(delayMs);
  });

  it('learns for each country by itself, and takes all for a country it does not know', () => {
    learn('GB', 200);
    learn('IN', 700);
    expect(latency.hedgeDelayMs('GB')).toBe(200);
    expect(latency.hedgeDelayMs('IN')).toBe(700);
    expect(latency.hedgeDelayMs('FR')).toBe(700);
  });

  it('gives the last provider left all the time of a request', () => {
    learn('GB', 200);
    expect(latency.lastAttemptTimeoutMs).toBe(30_000);
  });

  it('knows how long nearly every answer takes, however short or long', () => {
    expect(latency.usualMs('GB')).toBe(0);
    learn('GB', 20_000);
    learn('IN', 2);
    expect([latency.usualMs('GB'), latency.usualMs('IN')]).toEqual([20_000, 2]);
  });

  it('takes an answer for missing once it is three times as late as usual', () => {
    learn('GB', 200);
    expect(latency.isMissing('GB', 599)).toBe(false);
    expect(latency.isMissing('GB', 600)).toBe(true);
  });
});
