import type { OutboundMessage } from '../message/outbound-message.js';
import type { ProviderLatency } from '../providers/provider-latency.js';
import type { Acceptance, SmsProvider } from '../providers/sms-provider.js';
import type { RetryOptions } from '../resilience/backoff.js';
import type { Waiter } from '../resilience/bulkhead.js';

/** A provider as a route holds it: behind its guards, with what is known of its pace. */
export interface Candidate extends SmsProvider {
  readonly retry: RetryOptions;
  readonly latency: Pick<
    ProviderLatency,
    'attemptTimeoutMs' | 'lastAttemptTimeoutMs' | 'hedgeDelayMs' | 'usualMs' | 'isMissing'
  >;
  /** As {@link SmsProvider.send}; `waiter` hears of it where the attempt has to wait for a place. */
  send(message: OutboundMessage, signal: AbortSignal, waiter?: Waiter): Promise<Acceptance>;
  /** Whether a call for this country would be let through now; asking changes nothing. */
  isAvailable(country: string): boolean;
  /** Milliseconds until its breaker lets a call through; 0 when it does now. Asking changes nothing. */
  retryAfterMs(country: string): number;
}

/** Who may carry a message, in order, and why in that order. */
export class Route {
  /** Of the candidates, in order. */
  readonly names: readonly string[];

  constructor(
    readonly candidates: readonly Candidate[],
    readonly reason: 'configured-order' | 'another-than-last-time',
  ) {
    this.names = candidates.map(({ name }) => name);
  }
}

/** Decides who may carry a message. */
export class Router {
  readonly #usual: Route;

  /** @param candidates at least one, first preferred */
  constructor(candidates: readonly Candidate[]) {
    this.#usual = new Route(candidates, 'configured-order');
  }

  /**
   * The configured order, with those to avoid moved to the end: a person who asks again did not get what they sent.
   *
   * @param avoid names of the providers that carried this text before, the latest last
   */
  routeFor(avoid: readonly string[] = []): Route {
    const { candidates, names } = this.#usual;
    if (!names.some((name) => avoid.includes(name))) return this.#usual;
    const others = candidates.filter(({ name }) => !avoid.includes(name));
    const rankOf = ({ name }: Candidate) => avoid.lastIndexOf(name);
    const avoided = candidates.filter(({ name }) => avoid.includes(name));
    return new Route(
      [...others, ...avoided.toSorted((a, b) => rankOf(a) - rankOf(b))],
      'another-than-last-time',
    );
  }
}
