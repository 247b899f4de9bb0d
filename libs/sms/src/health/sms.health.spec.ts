import { Logger, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { afterAll, assert, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import type { FailureKind } from '../providers/handling.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import type { ProbeReport } from '../providers/probe-report.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { HealthProbes } from './health-probes.js';
import { ProbeOptions } from './probe.options.js';
import { SmsHealthIndicator } from './sms.health.js';

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

const LOW_BALANCE: ProbeReport = {
  verdict: 'ready',
  warnings: [{ kind: 'low-balance', balance: 4.2, currency: 'USD' }],
};

let health: HealthCheckService;
let clock: ManualClock;
let mocks: MockProvider[];
let providers: GuardedProvider[];
let probes: HealthProbes;

beforeAll(async () => {
  Logger.overrideLogger(false);
  const app = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
  }).compile();
  health = await app.resolve(HealthCheckService);
});

afterAll(() => Logger.overrideLogger(true));

beforeEach(() => {
  clock = new ManualClock(0);
  mocks = [new MockProvider('twilio'), new MockProvider('aws-sns')];
  const options = parseSmsOptions({ order: ['twilio', 'aws-sns'], failover: { consecutiveFailures: 2 } });
  providers = guardAll(mocks, options, clock, () => 0);
  probes = new HealthProbes(providers, 'off', clock, () => 0, new MemoryLeases());
});

/** What an endpoint of Terminus answers: its status, and the entries. */
const check = async () => {
  const indicator = new SmsHealthIndicator(providers, probes, new HealthIndicatorService());
  const answer: unknown = await health.check(indicator.indicators()).catch((error: unknown) => {
    assert(error instanceof ServiceUnavailableException);
    return error.getResponse();
  });
  return answer;
};
const send = (index: number) => providers[index]?.send(message, new AbortController().signal).catch(() => {});
const fail = async (index: number, kind: FailureKind) => {
  mocks[index]?.failNext(kind);
  await send(index);
};

describe('SmsHealthIndicator', () => {
  it('has an entry for each provider, and one for them all', async () => {
    expect(await check()).toMatchObject({
      status: 'ok',
      details: {
        sms: { status: 'up' },
        twilio: { status: 'up', breaker: 'closed', retryAfterMs: 0, openCountries: [] },
        'aws-sns': { status: 'up', breaker: 'closed', retryAfterMs: 0, openCountries: [] },
      },
    });
  });

  it('tells when a provider accepted last and how it failed last', async () => {
    await send(0);
    clock.advance(1000);
    await fail(0, 'throttled');
    const twilio = {
      status: 'up',
      lastAcceptedAt: new Date(0),
      lastFailure: { kind: 'throttled', code: 'mock', at: new Date(1000) },
    };
    expect(await check()).toMatchObject({ details: { twilio } });
  });

  it('degrades a provider that cannot send, without taking the service down while another can', async () => {
    await fail(0, 'misconfigured');
    clock.advance(0.5);
    const twilio = { status: 'degraded', breaker: 'open', retryAfterMs: 30_000 };
    expect(await check()).toMatchObject({
      status: 'degraded',
      details: { sms: { status: 'up' }, twilio, 'aws-sns': { status: 'up' } },
    });
  });

  it('takes the service down when nobody can send', async () => {
    await fail(0, 'misconfigured');
    await fail(1, 'misconfigured');
    expect(await check()).toMatchObject({
      status: 'error',
      details: {
        sms: { status: 'down', message: 'No provider can send.' },
        twilio: { status: 'down' },
        'aws-sns': { status: 'down' },
      },
    });
  });

  it('takes the service up again as soon as one provider may be probed', async () => {
    await fail(0, 'misconfigured');
    await fail(1, 'misconfigured');
    clock.advance(30_000);
    expect(await check()).toMatchObject({
      details: {
        sms: { status: 'up' },
        twilio: { status: 'degraded', breaker: 'half-open', retryAfterMs: 0 },
      },
    });
  });

  it('names the countries a provider is not used for', async () => {
    await fail(0, 'route-refused');
    await fail(0, 'route-refused');
    expect(await check()).toMatchObject({ details: { twilio: { status: 'up', openCountries: ['GB'] } } });
  });

  it('tells what the last probe found, and of a warning no more than its kind', async () => {
    const probed = Object.assign(new MockProvider('twilio'), { probe: async () => LOW_BALANCE });
    providers = guardAll([probed], parseSmsOptions({ order: ['twilio'] }), clock, () => 0);
    probes = new HealthProbes(providers, new ProbeOptions(), clock, () => 0, new MemoryLeases());
    probes.onApplicationBootstrap();
    await clock.advanceAsync(500);
    await probes.onModuleDestroy();
    const lastProbe = { verdict: 'ready', at: new Date(500) };
    const twilio = { status: 'up', warnings: ['low-balance'], lastProbe };
    expect(await check()).toMatchObject({ status: 'ok', details: { twilio } });
  });

  it('sends nothing and changes nothing', async () => {
    await fail(0, 'misconfigured');
    clock.advance(30_000);
    expect(await check()).toEqual(await check());
    expect(mocks.flatMap(({ messages }) => messages)).toEqual([]);
    await send(0);
    expect(await check()).toMatchObject({ details: { twilio: { breaker: 'closed' } } });
  });
});
