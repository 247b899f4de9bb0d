import { Logger } from '@nestjs/common';
import { afterEach, assert, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { type ProbeReport, plain } from '../providers/probe-report.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { QuestionLeases } from '../sharing/question-leases.js';
import { guardAll } from '../sms.providers.js';
import type { SmsModuleOptions } from '../sms-module-options.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ProbeOptions } from './probe.options.js';
import { ProviderProber } from './provider-prober.js';

const FIRST_MS = 500;
const OPEN_MS = 30_000;
const LEAD_MS = 5000;

let clock: ManualClock;
let provider: MockProvider;
let guarded: GuardedProvider;
let prober: ProviderProber;
let answer: () => Promise<ProbeReport>;
let askedAt: number[];

const reports = (verdict: ProbeReport['verdict']) => {
  answer = async () => plain(verdict);
};

const setUp = (failover: SmsModuleOptions['failover'] = {}) => {
  clock = new ManualClock(0);
  askedAt = [];
  reports('down');
  const probe = () => {
    askedAt.push(clock.elapsedMs());
    return answer();
  };
  provider = Object.assign(new MockProvider('own'), { probe });
  const options = parseSmsOptions({ order: ['own'], failover });
  const [only] = guardAll([provider], options, clock, () => 0);
  assert(only?.probe !== undefined);
  guarded = only;
  prober = new ProviderProber(only, only.probe, {
    leases: new QuestionLeases(new MemoryLeases(), clock),
    options: new ProbeOptions(),
    clock,
    random: () => 0,
  });
  prober.start();
};

beforeEach(() => {
  Logger.overrideLogger(false);
  setUp();
});

afterEach(async () => {
  await prober.stop();
  Logger.overrideLogger(true);
});

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
const send = () => guarded.send(message, new AbortController().signal);
const open = async () => {
  provider.failNext('misconfigured');
  await send().catch(() => {});
};

describe('a prober beside a closed breaker', () => {
  it('does not open it, whatever it finds', async () => {
    await clock.advanceAsync(300_000);
    expect(askedAt.length).toBeGreaterThan(3);
    await expect(send()).resolves.toMatchObject({ providerMessageId: 'mock-1' });
    expect(guarded.standing().breaker).toBe('closed');
  });
});

describe('a prober beside an open breaker', () => {
  it('asks shortly before its time is over, and has it stay open for longer each time the provider is down', async () => {
    await open();
    await clock.advanceAsync(OPEN_MS - LEAD_MS);
    expect(askedAt).toEqual([25_000]);
    expect(guarded.standing()).toMatchObject({ breaker: 'open', retryAfterMs: 60_000 });
    await clock.advanceAsync(60_000 - LEAD_MS);
    expect(askedAt).toEqual([25_000, 80_000]);
    expect(guarded.standing()).toMatchObject({ breaker: 'open', retryAfterMs: 120_000 });
    expect(provider.messages).toEqual([]);
  });

  it('leaves it to a message when the provider is ready', async () => {
    reports('ready');
    await open();
    await clock.advanceAsync(OPEN_MS);
    expect(askedAt).toEqual([25_000]);
    expect(guarded.standing().breaker).toBe('half-open');
    await send();
    expect(guarded.standing().breaker).toBe('closed');
  });

  it('leaves it to a message when it is told nothing, and does not press for an answer', async () => {
    reports('inconclusive');
    await clock.advanceAsync(FIRST_MS);
    await open();
    await clock.advanceAsync(OPEN_MS);
    expect(askedAt).toEqual([FIRST_MS]);
    expect(guarded.standing().breaker).toBe('half-open');
  });

  it('asks again before its time is over when it opened during a probe', async () => {
    const { promise, resolve } = Promise.withResolvers<ProbeReport>();
    answer = () => promise;
    await clock.advanceAsync(FIRST_MS);
    await open();
    resolve(plain('down'));
    await clock.advanceAsync(0);
    expect(guarded.standing().retryAfterMs).toBe(OPEN_MS);
    await clock.advanceAsync(OPEN_MS - LEAD_MS);
    expect(askedAt).toEqual([FIRST_MS, FIRST_MS + OPEN_MS - LEAD_MS]);
  });

  it('does not disturb a message that is the probe already', async () => {
    const { promise, resolve } = Promise.withResolvers<ProbeReport>();
    answer = () => promise;
    await open();
    await clock.advanceAsync(OPEN_MS - 1);
    clock.advance(1);
    const sending = send();
    resolve(plain('down'));
    await clock.advanceAsync(0);
    await sending;
    expect(guarded.standing().breaker).toBe('closed');
  });

  it('keeps a second between its questions, however short the open time', async () => {
    setUp({ openMs: 10, maxOpenMs: 10 });
    await open();
    await clock.advanceAsync(5000);
    expect(askedAt).toEqual([1000, 2000, 3000, 4000, 5000]);
  });
});
