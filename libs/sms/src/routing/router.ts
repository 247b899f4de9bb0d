import type { SmsProvider } from '../providers/sms-provider.js';
import type { RetryOptions } from '../resilience/backoff.js';

/** A provider as a route holds it. */
export interface Carrier extends SmsProvider {
  readonly retry: RetryOptions;
}

/** Who may carry a message, in order, and why in that order. */
export interface Route {
  readonly providers: readonly Carrier[];
  readonly reason: 'configured-order' | 'another-than-last-time';
}

/** Decides who may carry a message. */
export class Router {
  /** @param providers at least one, first preferred */
  constructor(private readonly providers: readonly Carrier[]) {}

  /**
   * The configured order, with `avoid` moved to the end: a person who asks again did not get what it sent.
   *
   * @param avoid name of the provider that carried this text last time
   */
  routeFor(avoid?: string): Route {
    const last = this.providers.find(({ name }) => name === avoid);
    if (last === undefined) return { providers: this.providers, reason: 'configured-order' };
    const others = this.providers.filter((provider) => provider !== last);
    return { providers: [...others, last], reason: 'another-than-last-time' };
  }
}
