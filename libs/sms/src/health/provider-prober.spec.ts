import { Logger, type LoggerService } from '@nestjs/common';
import { afterEach, assert, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { type ProbeReport, type ProbeWarning, plain } from '../providers/probe-report.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { QuestionLeases } from '../sharing/question-leases.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ProbeOptions } from './probe.options.js';
import { ProviderProber } from './provider-prober.js';

const FIRST_MS = 500;
const INTERVAL_MS = 48_000;

let clock: ManualClock;
let leases: MemoryLeases;
let prober: ProviderProber;
let askedAt: number[];
let answer: (signal: AbortSignal) => Promise<ProbeReport>;
let logged: unknown[];

const capture: LoggerService = {
  log: () => {},
  error: () => {},
  warn: (entry: unknown) => logged.push(entry),
};

beforeEach(() => {
  clock = new ManualClock(0);
  leases = new MemoryLeases();
  askedAt = [];
  logged = [];
  Logger.overrideLogger(capture);
  reports('ready');
  const probe = (signal: AbortSignal) => {
    askedAt.push(clock.elapsedMs());
    return answer(signal);
  };
  const provider = Object.assign(new MockProvider('own'), { probe });
  const [guarded] = guardAll([provider], parseSmsOptions({ order: ['own'] }), clock, () => 0);
  assert(guarded?.probe !== undefined);
  const questionLeases = new QuestionLeases(leases, clock);
  const setting = { leases: questionLeases, options: new ProbeOptions(), clock, random: () => 0 };
  prober = new ProviderProber(guarded, guarded.probe, setting);
  prober.start();
});

afterEach(async () => {
  await prober.stop();
  Logger.overrideLogger(true);
});

const reports = (verdict: ProbeReport['verdict'], ...warnings: ProbeWarning[]) => {
  answer = async () => ({ verdict, warnings });
};
const untilAborted = (signal: AbortSignal) =>
  new Promise<ProbeReport>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

describe('ProviderProber', () => {
  it('asks soon after the start and then at intervals', async () => {
    await clock.advanceAsync(FIRST_MS + 2 * INTERVAL_MS);
    expect(askedAt).toEqual([FIRST_MS, FIRST_MS + INTERVAL_MS, FIRST_MS + 2 * INTERVAL_MS]);
  });

  it('starts one loop, however often it is started', async () => {
    prober.start();
    await clock.advanceAsync(FIRST_MS);
    expect(askedAt).toHaveLength(1);
    expect(clock.pending).toBe(1);
  });

  it('asks less and less often while it is told nothing, and as usual once it is', async () => {
    reports('inconclusive');
    await clock.advanceAsync(FIRST_MS + 2 * INTERVAL_MS);
    reports('ready');
    await clock.advanceAsync(5 * INTERVAL_MS);
    const intervals = [0, 2, 6, 7];
    expect(askedAt).toEqual(intervals.map((count) => FIRST_MS + count * INTERVAL_MS));
  });

  it('never asks two questions at once, and gives one up when its time is over', async () => {
    answer = untilAborted;
    await clock.advanceAsync(FIRST_MS + 4999);
    expect(askedAt).toHaveLength(1);
    expect(prober.standing()).toBeUndefined();
    await clock.advanceAsync(1);
    expect(prober.standing()?.lastProbe).toEqual({ verdict: 'down', at: new Date(FIRST_MS + 5000) });
    await clock.advanceAsync(INTERVAL_MS);
    expect(askedAt).toEqual([FIRST_MS, FIRST_MS + 5000 + INTERVAL_MS]);
  });

  it('takes a probe that throws for one that was told nothing', async () => {
    answer = () => Promise.reject(new Error('a bug'));
    await clock.advanceAsync(FIRST_MS);
    expect(prober.standing()).toMatchObject({ warnings: [], lastProbe: { verdict: 'inconclusive' } });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['true', true],
    ['a report without warnings', { verdict: 'ready' }],
    ['a report without a verdict', { warnings: [] }],
    ['a verdict that is none', { verdict: 'fine', warnings: [] }],
    ['a warning of a kind that is none', { verdict: 'ready', warnings: [{ kind: 'rainy' }] }],
  ])(
    'takes a probe that resolves with %s for one that was told nothing, and asks again',
    async (_, value) => {
      answer = vi.fn().mockResolvedValue(value);
      await clock.advanceAsync(FIRST_MS + 3 * INTERVAL_MS);
      expect(prober.standing()).toMatchObject({ warnings: [], lastProbe: { verdict: 'inconclusive' } });
      expect(askedAt).toEqual([FIRST_MS, FIRST_MS + 2 * INTERVAL_MS]);
    },
  );

  it('takes a probe that never ends for one that was not answered, and asks again', async () => {
    answer = () => new Promise(() => {});
    await clock.advanceAsync(FIRST_MS + 5000 + 2 * INTERVAL_MS);
    expect(prober.standing()).toMatchObject({ warnings: [], lastProbe: { verdict: 'down' } });
    expect(askedAt.length).toBeGreaterThan(1);
  });

  it('asks again though the logger of the host threw', async () => {
    vi.spyOn(capture, 'warn').mockImplementationOnce(() => {
      throw new Error('the disk is full');
    });
    reports('ready', { kind: 'sandbox' });
    await clock.advanceAsync(FIRST_MS + INTERVAL_MS);
    expect(askedAt).toEqual([FIRST_MS, FIRST_MS + INTERVAL_MS]);
    expect(prober.standing()).toMatchObject({ warnings: [{ kind: 'sandbox' }] });
  });

  it('leaves no timer when it stops', async () => {
    await clock.advanceAsync(FIRST_MS);
    expect(clock.pending).toBe(1);
    await prober.stop();
    expect(clock.pending).toBe(0);
  });

  it('aborts the probe under way when it stops, and drops its report', async () => {
    const signals: AbortSignal[] = [];
    answer = async (signal) => {
      signals.push(signal);
      return untilAborted(signal).catch(() => plain('down'));
    };
    await clock.advanceAsync(FIRST_MS);
    await prober.stop();
    await clock.advanceAsync(INTERVAL_MS);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(prober.standing()).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('logs a warning when it is new and when it is gone, once each', async () => {
    reports('ready', { kind: 'spend-limit', limitUsd: 1 });
    await clock.advanceAsync(FIRST_MS + INTERVAL_MS);
    reports('down');
    await clock.advanceAsync(INTERVAL_MS);
    reports('ready');
    await clock.advanceAsync(2 * INTERVAL_MS);
    expect(askedAt).toHaveLength(5);
    expect(logged).toEqual([
      { msg: 'provider warning', provider: 'own', kind: 'spend-limit', limitUsd: 1 },
      { msg: 'provider warning gone', provider: 'own', kind: 'spend-limit' },
    ]);
  });
});

describe('several ProviderProbers of the same provider', () => {
  let another: ProviderProber;
  let askedByAnother: number[];

  beforeEach(() => {
    askedByAnother = [];
    const probe = async () => {
      askedByAnother.push(clock.elapsedMs());
      return plain('ready');
    };
    const provider = Object.assign(new MockProvider('own'), { probe });
    const [guarded] = guardAll([provider], parseSmsOptions({ order: ['own'] }), clock, () => 0);
    assert(guarded?.probe !== undefined);
    const questionLeases = new QuestionLeases(leases, clock);
    another = new ProviderProber(guarded, guarded.probe, {
      leases: questionLeases,
      options: new ProbeOptions(),
      clock,
      random: () => 0.5,
    });
    another.start();
  });

  afterEach(() => another.stop());

  it('ask it once, and know the same of it', async () => {
    reports('ready', { kind: 'spend-limit', limitUsd: 1 });
    await clock.advanceAsync(FIRST_MS + 3 * INTERVAL_MS);
    expect(askedAt).toHaveLength(4);
    expect(askedByAnother).toEqual([]);
    expect(another.standing()).toMatchObject({
      warnings: [{ kind: 'spend-limit', limitUsd: 1 }],
      lastProbe: { verdict: 'ready' },
    });
  });

  it('log a warning once among them', async () => {
    reports('ready', { kind: 'sandbox' });
    await clock.advanceAsync(FIRST_MS + 3 * INTERVAL_MS);
    expect(logged).toEqual([{ msg: 'provider warning', provider: 'own', kind: 'sandbox' }]);
  });

  it('go on asking when the one that did is stopped', async () => {
    await clock.advanceAsync(FIRST_MS + INTERVAL_MS);
    await prober.stop();
    await clock.advanceAsync(2 * 60_000);
    expect(askedAt).toHaveLength(2);
    expect(askedByAnother.length).toBeGreaterThan(0);
    expect(another.standing()).toMatchObject({ warnings: [], lastProbe: { verdict: 'ready' } });
  });

  it('ask one after the other while the first has got no answer yet', async () => {
    answer = untilAborted;
    await clock.advanceAsync(FIRST_MS + 4999);
    expect(askedByAnother).toEqual([]);
    expect(another.standing()).toBeUndefined();
    await clock.advanceAsync(2001);
    expect(askedByAnother).toEqual([]);
    expect(another.standing()).toMatchObject({ lastProbe: { verdict: 'down' } });
  });
});
