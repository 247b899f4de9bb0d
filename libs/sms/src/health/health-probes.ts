import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GUARDED_PROVIDERS, type GuardedProvider } from '../providers/guarded-provider.js';
import { CLOCK, type Clock } from '../resilience/clock.js';
import { Leases } from '../resilience/leases.js';
import { RANDOM, type Random } from '../resilience/random.js';
import { QuestionLeases } from '../sharing/question-leases.js';
import { PROBE_OPTIONS, type ProbeOptions } from './probe.options.js';
import { type ProbeStanding, ProviderProber } from './provider-prober.js';

/** Probes every provider that can be, from the boot of the application to its shutdown; `off` probes nobody. */
@Injectable()
export class HealthProbes implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #probers: ReadonlyMap<string, ProviderProber>;

  constructor(
    @Inject(GUARDED_PROVIDERS) providers: readonly GuardedProvider[],
    @Inject(PROBE_OPTIONS) options: ProbeOptions | 'off',
    @Inject(CLOCK) clock: Clock,
    @Inject(RANDOM) random: Random,
    leases: Leases,
  ) {
    const questionLeases = new QuestionLeases(leases, clock);
    this.#probers = new Map(
      providers.flatMap((provider): [string, ProviderProber][] =>
        options === 'off' || provider.probe === undefined
          ? []
          : [
              [
                provider.name,
                new ProviderProber(provider, provider.probe, {
                  leases: questionLeases,
                  options,
                  clock,
                  random,
                }),
              ],
            ],
      ),
    );
  }

  onApplicationBootstrap(): void {
    for (const prober of this.#probers.values()) prober.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.#probers.values()].map((prober) => prober.stop()));
  }

  /** What the probes of a provider have told; `undefined` before the first, and where nobody asks. */
  standingOf(name: string): ProbeStanding | undefined {
    return this.#probers.get(name)?.standing();
  }
}
