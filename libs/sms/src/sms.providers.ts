import { Logger } from '@nestjs/common';
import { type AttemptLimits, GuardedProvider } from './providers/guarded-provider.js';
import { ProviderBreakers, type ProviderTransition } from './providers/provider-breakers.js';
import type { SmsProvider } from './providers/sms-provider.js';
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

/** Puts each provider behind breakers and limits of its own. */
export function guardAll(
  providers: readonly SmsProvider[],
  options: SmsOptions,
  clock: Clock,
  random: Random,
): GuardedProvider[] {
  const logger = new Logger('SmsProvider');
  return providers.map((provider) => {
    const report = (transition: ProviderTransition) =>
      logger.warn({ msg: `circuit ${transition.to}`, provider: provider.name, ...transition });
    const breakers = new ProviderBreakers(options.failover, clock, random, report);
    return new GuardedProvider(provider, breakers, clock, limitsOf(provider.name, options));
  });
}

/** Longest wait before any retry, in ms: the rest of a one-time code's deadline is gone by then. */
const MAX_RETRY_WAIT_MS = 8000;

function limitsOf(name: string, { failover, twilio, awsSns }: SmsOptions): AttemptLimits {
  const own = { twilio, 'aws-sns': awsSns }[name];
  return {
    timeoutMs: Math.min(failover.attemptTimeoutMs, own?.requestTimeoutMs ?? failover.attemptTimeoutMs),
    retry: {
      maxAttempts: 1 + (own?.maxRetries ?? DEFAULT_RETRIES.maxRetries),
      baseMs: own?.retryDelayMs ?? DEFAULT_RETRIES.retryDelayMs,
      maxMs: MAX_RETRY_WAIT_MS,
    },
  };
}

/** For the host application's own providers: as the defaults of the library's. */
const DEFAULT_RETRIES = { maxRetries: 3, retryDelayMs: 1000 };
