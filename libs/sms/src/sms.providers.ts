import { Logger } from '@nestjs/common';
import { SmsEvents } from './events/sms.events.js';
import { Attention, type AttentionNeed } from './providers/attention.js';
import type { AttemptEnd } from './providers/call-outcome.js';
import { GuardedProvider, type Guards } from './providers/guarded-provider.js';
import { ProviderBreakers, type ProviderTransition } from './providers/provider-breakers.js';
import { circuitOpen } from './providers/provider-error.js';
import { ProviderLatency } from './providers/provider-latency.js';
import type { SmsProvider } from './providers/sms-provider.js';
import { Bulkhead } from './resilience/bulkhead.js';
import type { Clock } from './resilience/clock.js';
import type { Random } from './resilience/random.js';
import type { SmsOptions } from './sms.options.js';

/**
 * The configured providers in the configured order.
 *
 * @param configured the library's own adapters; `undefined` for those without options
 * @throws {Error} when a name in `order` has no provider
 */
export function providersInOrder(
  { order, providers = [] }: SmsOptions,
  ...configured: readonly (SmsProvider | undefined)[]
): SmsProvider[] {
  const known = [...configured, ...providers].filter((provider) => provider !== undefined);
  return order.map((name) => {
    const provider = known.find((candidate) => candidate.name === name);
    if (provider === undefined)
      throw new Error(`The provider "${name}" stands in the order but is not configured.`);
    return provider;
  });
}

/** Puts each provider behind guards of its own. */
export function guardAll(
  providers: readonly SmsProvider[],
  options: SmsOptions,
  clock: Clock,
  random: Random,
  events = new SmsEvents(),
): GuardedProvider[] {
  const logger = new Logger('SmsProvider');
  const attention = new Attention(clock, (need: AttentionNeed) => {
    logger.error({ msg: 'attention needed', ...need });
    events.tell({ type: 'attention-needed', ...need });
  });
  const onAttemptEnd = ({ message: { id: messageId, to, purpose }, ...end }: AttemptEnd) =>
    events.tell({ type: 'attempt-ended', messageId, country: to.country, purpose, ...end });
  return providers.map((provider) => {
    const tell = (transition: ProviderTransition) => {
      logger.warn({ msg: `circuit ${transition.to}`, provider: provider.name, ...transition });
      events.tell({ type: 'circuit-changed', provider: provider.name, ...transition });
    };
    return new GuardedProvider(
      provider,
      { ...guardsOf(provider.name, options, clock, random, tell), attention, onAttemptEnd },
      clock,
    );
  });
}

/** Longest wait before any retry, in ms: the rest of a one-time code's deadline is gone by then. */
const MAX_RETRY_WAIT_MS = 8000;

/** For the host application's own providers: as the defaults of the library's. */
const DEFAULT_LIMITS = { requestTimeoutMs: 30_000, maxRetries: 3, retryDelayMs: 1000 };

function guardsOf(
  name: string,
  options: SmsOptions,
  clock: Clock,
  random: Random,
  tell: (transition: ProviderTransition) => void,
): Omit<Guards, 'attention' | 'onAttemptEnd'> {
  const { failover, twilio, awsSns, awsEum } = options;
  const { requestTimeoutMs, maxRetries, retryDelayMs } =
    { twilio, 'aws-sns': awsSns, 'aws-eum': awsEum }[name] ?? DEFAULT_LIMITS;
  const bulkhead = new Bulkhead(failover);
  const onTransition = (transition: ProviderTransition) => {
    tell(transition);
    // Whoever waits for a provider that was just given up had better ask the next.
    if (transition.to === 'open' && transition.country === undefined)
      bulkhead.dismiss(circuitOpen(name, breakers.own.retryAfterMs()));
  };
  const breakers = new ProviderBreakers(failover, clock, random, onTransition);
  return {
    breakers,
    bulkhead,
    latency: new ProviderLatency({
      requestTimeoutMs,
      attemptTimeoutMs: Math.min(failover.attemptTimeoutMs, requestTimeoutMs),
      minAttemptTimeoutMs: failover.minAttemptTimeoutMs,
      hedgeDelayMs: failover.hedgeDelayMs,
      minHedgeDelayMs: failover.minHedgeDelayMs,
    }),
    retry: { maxAttempts: 1 + maxRetries, baseMs: retryDelayMs, maxMs: MAX_RETRY_WAIT_MS },
  };
}
