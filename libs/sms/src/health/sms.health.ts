import { Inject, Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { GUARDED_PROVIDERS, type GuardedProvider } from '../providers/guarded-provider.js';
import type { ProviderStanding } from '../providers/provider-standing.js';
import { HealthProbes } from './health-probes.js';

/** Tells Terminus how the providers stand. Reads only: it sends nothing, asks nobody and changes no breaker. */
@Injectable()
export class SmsHealthIndicator {
  constructor(
    @Inject(GUARDED_PROVIDERS) private readonly providers: readonly GuardedProvider[],
    private readonly probes: HealthProbes,
    private readonly health: HealthIndicatorService,
  ) {}

  /** How each provider stands now, in the configured order. */
  standings(): ProviderStanding[] {
    return this.providers.map((provider) => provider.standing());
  }

  /**
   * One entry a provider, and `sms` for them all: `up` while at least one can send.
   *
   * A provider that cannot send is `degraded` while another can, so that it does not take the service down.
   */
  indicators(): HealthIndicatorFunction[] {
    const standings = this.standings();
    const canSend = standings.some(({ breaker }) => breaker !== 'open');
    const overall = this.health.check('sms');
    return [
      () => (canSend ? overall.up() : overall.down({ message: 'No provider can send.' })),
      ...standings.map((standing) => () => this.#entryOf(standing, canSend)),
    ];
  }

  #entryOf({ name, retryAfterMs, ...facts }: ProviderStanding, anyCanSend: boolean) {
    const entry = this.health.check(name);
    const probed = this.probes.standingOf(name);
    const details = {
      ...facts,
      retryAfterMs: Math.ceil(retryAfterMs),
      // The kinds alone: whoever may ask for health need not know what an account holds.
      ...(probed && { warnings: probed.warnings.map(({ kind }) => kind), lastProbe: probed.lastProbe }),
    };
    if (facts.breaker === 'closed') return entry.up(details);
    return anyCanSend ? entry.degraded(details) : entry.down(details);
  }
}
