import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { plain } from '../providers/probe-report.js';
import { MemoryLeases } from '../resilience/memory-leases.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { HealthProbes } from './health-probes.js';
import { ProbeOptions } from './probe.options.js';

let clock: ManualClock;
const probe = vi.fn(async () => plain('ready'));

beforeEach(() => {
  clock = new ManualClock();
  probe.mockClear();
});

const probesWith = (options: ProbeOptions | 'off') => {
  const providers = [Object.assign(new MockProvider('own'), { probe }), new MockProvider()];
  const guarded = guardAll(providers, parseSmsOptions({ order: ['own'] }), clock, () => 0);
  return new HealthProbes(guarded, options, clock, () => 0, new MemoryLeases());
};

describe('HealthProbes', () => {
  it('asks whoever can be asked, from the boot to the shutdown', async () => {
    const probes = probesWith(new ProbeOptions());
    expect(clock.pending).toBe(0);
    probes.onApplicationBootstrap();
    await clock.advanceAsync(1000);
    expect(probe).toHaveBeenCalledOnce();
    expect(probes.standingOf('own')).toMatchObject({ lastProbe: { verdict: 'ready' } });
    expect(probes.standingOf('mock')).toBeUndefined();
    await probes.onModuleDestroy();
    expect(clock.pending).toBe(0);
  });

  it('asks nobody when it is off', async () => {
    const probes = probesWith('off');
    probes.onApplicationBootstrap();
    expect(clock.pending).toBe(0);
    expect(probes.standingOf('own')).toBeUndefined();
    await probes.onModuleDestroy();
  });
});
