import { HealthIndicatorService } from '@nestjs/terminus';
import { beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { FailureKind } from '../providers/provider-error.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { SmsHealthIndicator } from './sms.health.js';

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

let clock: ManualClock;
let mocks: MockProvider[];
let providers: GuardedProvider[];

beforeEach(() => {
  clock = new ManualClock(0);
  mocks = [new MockProvider('twilio'), new MockProvider('aws-sns')];
  const options = parseSmsOptions({ order: ['twilio', 'aws-sns'], failover: { consecutiveFailures: 2 } });
  providers = guardAll(mocks, options, clock, () => 0);
});

const report = async () => {
  const indicators = new SmsHealthIndicator(providers, new HealthIndicatorService()).indicators();
  const entries = await Promise.all(indicators.map((indicator) => indicator()));
  return Object.assign({}, ...entries);
};
const send = (index: number) => providers[index]?.send(message, new AbortController().signal).catch(() => {});
const fail = async (index: number, kind: FailureKind) => {
  mocks[index]?.failNext(kind);
  await send(index);
};

describe('SmsHealthIndicator', () => {
  it('has an entry for each provider, and one for them all', async () => {
    expect(await report()).toEqual({
      sms: { status: 'up' },
      twilio: { status: 'up', breaker: 'closed', retryAfterMs: 0, openCountries: [] },
      'aws-sns': { status: 'up', breaker: 'closed', retryAfterMs: 0, openCountries: [] },
    });
  });

  it('tells when a provider accepted last and how it failed last', async () => {
    await send(0);
    clock.advance(1000);
    await fail(0, 'throttled');
    expect((await report()).twilio).toMatchObject({
      status: 'up',
      lastAcceptedAt: new Date(0),
      lastFailure: { kind: 'throttled', code: 'mock', at: new Date(1000) },
    });
  });

  it('degrades a provider that cannot send, and stays up while another can', async () => {
    await fail(0, 'misconfigured');
    clock.advance(0.5);
    expect(await report()).toMatchObject({
      sms: { status: 'up' },
      twilio: { status: 'degraded', breaker: 'open', retryAfterMs: 30_000 },
      'aws-sns': { status: 'up' },
    });
  });

  it('is down when nobody can send', async () => {
    await fail(0, 'misconfigured');
    await fail(1, 'misconfigured');
    expect(await report()).toMatchObject({
      sms: { status: 'down', message: 'No provider can send.' },
      twilio: { status: 'down' },
      'aws-sns': { status: 'down' },
    });
  });

  it('is up again as soon as one provider may be probed', async () => {
    await fail(0, 'misconfigured');
    await fail(1, 'misconfigured');
    clock.advance(30_000);
    expect(await report()).toMatchObject({
      sms: { status: 'up' },
      twilio: { status: 'degraded', breaker: 'half-open', retryAfterMs: 0 },
    });
  });

  it('names the countries a provider is not used for', async () => {
    await fail(0, 'route-refused');
    await fail(0, 'route-refused');
    expect((await report()).twilio).toMatchObject({ status: 'up', openCountries: ['GB'] });
  });

  it('sends nothing and changes nothing', async () => {
    await fail(0, 'misconfigured');
    clock.advance(30_000);
    expect(await report()).toEqual(await report());
    expect(mocks.flatMap(({ messages }) => messages)).toEqual([]);
    await send(0);
    expect((await report()).twilio).toMatchObject({ status: 'up', breaker: 'closed' });
  });
});
