import { normalise } from '../message/outbound-message.js';
import { Attention } from '../providers/attention.js';
import { GuardedProvider } from '../providers/guarded-provider.js';
import { ProviderBreakers } from '../providers/provider-breakers.js';
import { ProviderError } from '../providers/provider-error.js';
import { ProviderLatency } from '../providers/provider-latency.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import type { ManualClock } from './manual-clock.js';

export const MESSAGE = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

const BREAKER = {
  consecutiveFailures: 2,
  failureRate: 1,
  slowCallRate: 1,
  slowCallMs: 3000,
  minimumCalls: 100,
  windowMs: 60_000,
  openMs: 30_000,
  maxOpenMs: 600_000,
};

export const PATIENCE = {
  requestTimeoutMs: 30_000,
  attemptTimeoutMs: 4000,
  minAttemptTimeoutMs: 10,
  hedgeDelayMs: 1000,
  minHedgeDelayMs: 10,
};

/** A provider `twilio` behind guards of its own, where one call is under way and one waits. */
export function guardedAlone(
  provider: Omit<SmsProvider, 'name'>,
  clock: ManualClock,
  maxConcurrent = 1,
): GuardedProvider {
  const breakers = new ProviderBreakers(
    BREAKER,
    clock,
    () => 0,
    () => {},
  );
  const guards = {
    breakers,
    bulkhead: new Bulkhead({ maxConcurrent, maxQueued: 1 }),
    latency: new ProviderLatency(PATIENCE),
    retry: { maxAttempts: 4, baseMs: 1000, maxMs: 8000 },
    attention: new Attention(clock, () => {}),
    onAttemptEnd: () => {},
  };
  return new GuardedProvider({ name: 'twilio', ...provider }, guards, clock);
}

/** Answers nothing until its signal aborts. */
export const hang: SmsProvider['send'] = (_, signal) =>
  new Promise((_resolve, reject) => {
    const end = () => reject(new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'ABORTED' }));
    signal.addEventListener('abort', end, { once: true });
  });
