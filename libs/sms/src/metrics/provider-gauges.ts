import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { ProviderStanding } from '../providers/provider-standing.js';
import type { BreakerState } from '../resilience/circuit-breaker.js';

const STATES: readonly BreakerState[] = ['closed', 'open', 'half-open'];

/** Shows, whenever somebody looks, how the providers stand then. */
export function showProvidersOn(registry: Registry, standings: () => readonly ProviderStanding[]): void {
  const show = (name: string, help: string, figureOf: (standing: ProviderStanding) => number) => {
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['provider'],
      registers: [registry],
      collect: () => {
        for (const standing of standings()) gauge.set({ provider: standing.name }, figureOf(standing));
      },
    });
  };
  show(
    'standby_sms_circuit_open_countries',
    'Countries that a provider is not used for at the moment.',
    ({ openCountries }) => openCountries.length,
  );
  show('standby_sms_attempts_under_way', 'Calls to a provider under way.', ({ underWay }) => underWay);
  show('standby_sms_attempts_waiting', 'Calls to a provider waiting to begin.', ({ waiting }) => waiting);
  const states = new Gauge({
    name: 'standby_sms_circuit_state',
    help: 'Circuit breaker of a provider: 1 for the state it is in, 0 for the others.',
    labelNames: ['provider', 'state'],
    registers: [registry],
    collect: () => {
      for (const { name: provider, breaker } of standings())
        for (const state of STATES) states.set({ provider, state }, state === breaker ? 1 : 0);
    },
  });
  const late = new Counter({
    name: 'standby_sms_late_answers_total',
    help: 'Acceptances that arrived after the call had been given up.',
    labelNames: ['provider'],
    registers: [registry],
    collect: () => {
      late.reset();
      for (const { name: provider, lateAnswers } of standings()) late.inc({ provider }, lateAnswers);
    },
  });
}
