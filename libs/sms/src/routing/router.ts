import type { ProviderLatency } from '../providers/provider-latency.js';
import type { SmsProvider } from '../providers/sms-provider.js';
import type { RetryOptions } from '../resilience/backoff.js';

/** A provider as a route holds it: behind its guards, with what is known of its pace. */
export interface Carrier extends SmsProvider {
  readonly retry: RetryOptions;
  readonly latency: Pick<
    ProviderLatency,
    'attemptTimeoutMs' | 'lastAttemptTimeoutMs' | 'hedgeDelayMs' | 'isMissing'
  >;
  /** Whether a call for this country would be let through now; asking changes nothing. */
  isOpenTo(country: string): boolean;
  /** Milliseconds until its breaker lets a call through; 0 when it does now. Asking changes nothing. */
  retryAfterMs(country: string): number;
}

/** Who may carry a message, in order, and why in that order. */
export interface Route {
  readonly carriers: readonly Carrier[];
  readonly reason: 'configured-order' | 'another-than-last-time';
}

/** The names of a route's providers, in order. */
export function namesOf({ carriers }: Route): readonly string[] {
  return carriers.map(({ name }) => name);
}

/** Decides who may carry a message. */
export class Router {
  /** @param carriers at least one, first preferred */
  constructor(private readonly carriers: readonly Carrier[]) {}

  /**
   * The configured order, with `avoid` moved to the end: a person who asks again did not get what it sent.
   *
   * @param avoid name of the provider that carried this text last time
   */
  routeFor(avoid?: string): Route {
    const last = this.carriers.find(({ name }) => name === avoid);
    if (last === undefined) return { carriers: this.carriers, reason: 'configured-order' };
    const others = this.carriers.filter((carrier) => carrier !== last);
    return { carriers: [...others, last], reason: 'another-than-last-time' };
  }
}
