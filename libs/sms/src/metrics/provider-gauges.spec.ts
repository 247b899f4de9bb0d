import { Registry } from '@prometheus-io/client';
import { expect, it } from 'vitest';
import type { ProviderStanding } from '../providers/provider-standing.js';
import { showProvidersOn } from './provider-gauges.js';

const standing = (changed: Partial<ProviderStanding>): ProviderStanding => ({
  name: 'own',
  breaker: 'closed',
  retryAfterMs: 0,
  openCountries: [],
  underWay: 0,
  waiting: 0,
  lateAnswers: 0,
  ...changed,
});

it('shows how a provider stands when somebody looks, and no longer how it stood', async () => {
  const registry = new Registry();
  let now = standing({ underWay: 3, waiting: 2, lateAnswers: 4, openCountries: ['GB', 'FR'] });
  showProvidersOn(registry, () => [now]);
  const samples = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));

  expect(await samples()).toEqual([
    'standby_sms_circuit_open_countries{provider="own"} 2',
    'standby_sms_attempts_under_way{provider="own"} 3',
    'standby_sms_attempts_waiting{provider="own"} 2',
    'standby_sms_circuit_state{provider="own",state="closed"} 1',
    'standby_sms_circuit_state{provider="own",state="open"} 0',
    'standby_sms_circuit_state{provider="own",state="half-open"} 0',
    'standby_sms_late_answers_total{provider="own"} 4',
  ]);
  now = standing({ breaker: 'open', lateAnswers: 5 });
  expect(await samples()).toEqual([
    'standby_sms_circuit_open_countries{provider="own"} 0',
    'standby_sms_attempts_under_way{provider="own"} 0',
    'standby_sms_attempts_waiting{provider="own"} 0',
    'standby_sms_circuit_state{provider="own",state="closed"} 0',
    'standby_sms_circuit_state{provider="own",state="open"} 1',
    'standby_sms_circuit_state{provider="own",state="half-open"} 0',
    'standby_sms_late_answers_total{provider="own"} 5',
  ]);
});
