import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { plain } from '../providers/probe-report.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { ProbeOptions } from './probe.options.js';
import { RecoveryProber } from './recovery-prober.js';

let clock: ManualClock;
const probe = vi.fn(async () => plain('ready'));

beforeEach(() => {
  clock = new ManualClock();
  probe.mockClear();
});

const proberOf = (options: ProbeOptions | 'off') => {
  const providers = [Object.assign(new MockProvider('own'), { probe }), new MockProvider()];
  const guarded = guardAll(providers, parseSmsOptions({ order: ['own'] }), clock, () => 0);
  return new RecoveryProber(guarded, options, clock, () => 0, new MemoryLeases());
};

describe('RecoveryProber', () => {
  it('asks whoever can be asked, from the boot to the shutdown', async () => {
    const prober = proberOf(new ProbeOptions());
    expect(clock.pending).toBe(0);
    prober.onApplicationBootstrap();
    await clock.advanceAsync(1000);
    expect(probe).toHaveBeenCalledOnce();
    expect(prober.standingOf('own')).toMatchObject({ lastProbe: { verdict: 'ready' } });
    expect(prober.standingOf('mock')).toBeUndefined();
    await prober.onModuleDestroy();
    expect(clock.pending).toBe(0);
  });

  it('asks nobody when it is off', async () => {
    const prober = proberOf('off');
    prober.onApplicationBootstrap();
    expect(clock.pending).toBe(0);
    expect(prober.standingOf('own')).toBeUndefined();
    await prober.onModuleDestroy();
  });
});
