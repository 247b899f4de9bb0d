import { MAX_COUNTRIES } from '../message/phone-number.js';
import { type BreakerOptions, longestOpenMs } from '../resilience/breaker.options.js';
import {
  type BreakerNews,
  type BreakerTransition,
  CircuitBreaker,
  type Informant,
  type Verdict,
} from '../resilience/circuit-breaker.js';
import type { Clock } from '../resilience/clock.js';
import { RecentMap } from '../resilience/recent-map.js';
import type { CallOutcome } from './call-outcome.js';
import { handlingOf } from './handling.js';

/** Leave from both breakers. */
export interface CallPermit {
  /** Whether one of them is half-open, and this call its one probe. */
  readonly isProbe: boolean;
  settle(outcome: CallOutcome, tookMs: number): void;
}

/** A change of state of one of a provider's breakers; `country` is absent for the provider's own. */
export type ProviderTransition = BreakerTransition & { readonly country?: string };

/** The breaker of one provider, and one for each country it is used for. */
export class ProviderBreakers {
  readonly own: CircuitBreaker;
  readonly #countries = new RecentMap<string, CircuitBreaker>(MAX_COUNTRIES);
  #onOpened = () => {};
  /** Of a country, or of the provider itself. */
  #mayProbe: (country: string | undefined) => boolean = () => true;

  constructor(
    private readonly options: BreakerOptions,
    private readonly clock: Clock,
    private readonly random: () => number,
    private readonly onTransition: (transition: ProviderTransition) => void,
  ) {
    const onOwn = (transition: BreakerTransition) => {
      if (transition.to === 'closed') this.#forgetCountries(transition.by);
      onTransition(transition);
      if (transition.to === 'open') this.#onOpened();
    };
    this.own = new CircuitBreaker(options, clock, random, onOwn, () => this.#mayProbe(undefined));
  }

  /** Tells whoever asked last each time the provider's own breaker opens. */
  onOpened(listener: () => void): void {
    this.#onOpened = listener;
  }

  /** From now on a probe needs leave: other processes use the same provider, and one of them probes. */
  share(mayProbe: (country: string | undefined) => boolean): void {
    this.#mayProbe = mayProbe;
  }

  /** The longest time any of them stays open, in ms. */
  get longestOpenMs(): number {
    return longestOpenMs(this.options);
  }

  /** Takes on what the breaker of another process has learnt: of a country, or of the provider itself. */
  heed(country: string | undefined, news: BreakerNews): void {
    const breaker = country === undefined ? this.own : this.#countries.get(country);
    if (breaker !== undefined) breaker.heed(news);
    else if (news.state === 'open' && country !== undefined)
      this.#countries.getOrMake(country, this.#makeBreaker).heed(news);
  }

  /** The breaker of a country, or of the provider itself; `undefined` where nothing was ever held against a country. */
  breakerOf(country: string | undefined): CircuitBreaker | undefined {
    return country === undefined ? this.own : this.#countries.get(country);
  }

  /** Countries, and `undefined` for the provider itself, whose breaker is not closed. */
  notClosed(): readonly (string | undefined)[] {
    return this.own.isClosed ? this.openCountries() : [undefined, ...this.openCountries()];
  }

  /** Keeps the provider's own breaker open for the next longer time; no effect unless it is open. */
  prolong(): void {
    this.own.prolong();
  }

  /** Leave to call the provider for a recipient in `country`, or the milliseconds until it is worth asking again. */
  tryAcquire(country: string): CallPermit | { readonly retryAfterMs: number } {
    const own = this.own.tryAcquire();
    if (own === undefined) return { retryAfterMs: this.own.retryAfterMs() };
    const breaker = this.#countries.getOrMake(country, this.#makeBreaker);
    if (own.isProbe) {
      return {
        isProbe: true,
        settle: (outcome, tookMs) => own.settle(verdictFor('provider', outcome), tookMs),
      };
    }
    const local = breaker.tryAcquire();
    if (local === undefined) {
      own.settle({ name: 'ignored' }, 0);
      return { retryAfterMs: breaker.retryAfterMs() };
    }
    return {
      isProbe: local.isProbe,
      settle: (outcome, tookMs) => {
        own.settle(verdictFor('provider', outcome), tookMs);
        local.settle(verdictFor('country', outcome), tookMs);
      },
    };
  }

  /** Whether a call for `country` would be let through now; asking changes nothing. */
  isAvailable(country: string): boolean {
    if (!this.own.isClosed) return this.own.isAvailable;
    return this.#countries.get(country)?.isAvailable ?? true;
  }

  /** Milliseconds for which no call for `country` passes; 0 also while a probe is under way. Asking changes nothing. */
  retryAfterMs(country: string): number {
    const own = this.own.retryAfterMs();
    if (own > 0 || !this.own.isClosed) return own;
    return this.#countries.get(country)?.retryAfterMs() ?? 0;
  }

  /** Countries whose breaker is not closed. */
  openCountries(): string[] {
    return this.#countries
      .entries()
      .filter(([, breaker]) => !breaker.isClosed)
      .map(([country]) => country);
  }

  /** What the countries' breakers learnt in an outage of the whole provider says nothing of the countries. */
  #forgetCountries(by: Informant): void {
    // Whoever was told that one is open has to hear that it is not.
    for (const [, breaker] of this.#countries.entries()) breaker.close(by);
    this.#countries.clear();
  }

  readonly #makeBreaker = (country: string): CircuitBreaker => {
    const onTransition = (transition: BreakerTransition) => {
      // A late answer may still move a breaker that was forgotten in the meantime; nobody asks it any more.
      if (this.#countries.has(country, breaker)) this.onTransition({ ...transition, country });
    };
    const mayProbe = () => this.#mayProbe(country);
    const breaker = new CircuitBreaker(this.options, this.clock, this.random, onTransition, mayProbe);
    return breaker;
  };
}

function verdictFor(scope: 'provider' | 'country', outcome: CallOutcome): Verdict {
  if (outcome.kind === 'accepted') return { name: 'success' };
  if (outcome.kind === 'abandoned') return { name: 'ignored' };
  if (outcome.kind === 'outpaced') return { name: 'failure' };
  const { breaker } = handlingOf(outcome.kind);
  switch (breaker) {
    case 'ignored':
      return { name: 'ignored' };
    case 'country':
      // The provider answered, and would carry the next country's message.
      return { name: scope === 'country' ? 'failure' : 'success' };
    case 'failure':
      return { name: 'failure' };
    case 'throttled':
      return { name: 'throttled', retryAfterMs: outcome.retryAfterMs };
    case 'opens-at-once':
      return { name: scope === 'provider' ? 'fatal' : 'ignored' };
    default:
      return breaker satisfies never;
  }
}
