import type { OutboundMessage } from '../message/outbound-message.js';
import type { RetryOptions } from '../resilience/backoff.js';
import type { BreakerState } from '../resilience/circuit-breaker.js';
import type { Clock } from '../resilience/clock.js';
import { Deadline, TimeIsUpError } from '../resilience/deadline.js';
import type { ProviderBreakers } from './provider-breakers.js';
import { type FailureKind, ProviderError } from './provider-error.js';
import type { Acceptance, SmsProvider } from './sms-provider.js';

/** The providers of a route, each behind its guards, in the configured order. */
export const GUARDED_PROVIDERS = Symbol('GUARDED_PROVIDERS');

/** What is known of a provider from the calls made to it. */
export interface ProviderStanding {
  readonly name: string;
  readonly breaker: BreakerState;
  /** Milliseconds until the open breaker lets a probe through; 0 when it is not open. */
  readonly retryAfterMs: number;
  /** Countries it is not used for at the moment. */
  readonly openCountries: readonly string[];
  readonly lastAcceptedAt?: Date;
  readonly lastFailure?: { readonly kind: FailureKind; readonly code: string; readonly at: Date };
}

/** What bounds the attempts at one provider. */
export interface AttemptLimits {
  /** Limit for one attempt, in ms. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
}

/** A provider behind its circuit breakers and its attempt timeout; speaks the same port. */
export class GuardedProvider implements SmsProvider {
  readonly name: string;
  #lastAcceptedAt: Date | undefined;
  #lastFailure: ProviderStanding['lastFailure'];

  /** How often, and after what waits, it may be asked again for the same message. */
  get retry(): RetryOptions {
    return this.limits.retry;
  }

  constructor(
    private readonly provider: SmsProvider,
    private readonly breakers: ProviderBreakers,
    private readonly clock: Clock,
    private readonly limits: AttemptLimits,
  ) {
    this.name = provider.name;
  }

  /**
   * Makes one attempt, unless a breaker is open.
   *
   * @throws {ProviderError} `unavailable` with code `circuit-open` when a breaker refused: nothing was sent.
   */
  async send(message: OutboundMessage, signal: AbortSignal): Promise<Acceptance> {
    const permit = this.breakers.tryAcquire(message.to.country);
    if ('retryAfterMs' in permit) throw this.#circuitOpen(permit.retryAfterMs);
    using attempt = new Deadline(this.clock, this.limits.timeoutMs, signal);
    const startedAt = this.clock.elapsedMs();
    try {
      const acceptance = await this.provider.send(message, attempt.signal);
      permit.settle({ kind: 'accepted' }, this.clock.elapsedMs() - startedAt);
      this.#lastAcceptedAt = new Date(this.clock.wallMs());
      return acceptance;
    } catch (error) {
      const failure = asProviderError(error, this.name);
      const tookMs = this.clock.elapsedMs() - startedAt;
      if (isAbandoned(attempt)) permit.settle({ kind: 'abandoned' }, tookMs);
      else {
        permit.settle({ kind: failure.kind, retryAfterMs: failure.retryAfterMs }, tookMs);
        this.#lastFailure = { kind: failure.kind, code: failure.code, at: new Date(this.clock.wallMs()) };
      }
      throw failure;
    }
  }

  /** Read-only: looking changes no state. */
  standing(): ProviderStanding {
    return {
      name: this.name,
      breaker: this.breakers.own.state,
      retryAfterMs: this.breakers.own.retryAfterMs(),
      openCountries: this.breakers.openCountries(),
      ...(this.#lastAcceptedAt && { lastAcceptedAt: this.#lastAcceptedAt }),
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    };
  }

  async close(): Promise<void> {
    await this.provider.close?.();
  }

  #circuitOpen(retryAfterMs: number): ProviderError {
    return new ProviderError({
      kind: 'unavailable',
      provider: this.name,
      code: 'circuit-open',
      retryAfterMs,
    });
  }
}

/** The send's own deadline passing says as much of the provider as the attempt's; only a caller's cancel does not. */
function isAbandoned(attempt: Deadline): boolean {
  return attempt.signal.aborted && !(attempt.signal.reason instanceof TimeIsUpError);
}

/** An adapter that throws anything else has a bug; whether it sent is unknown. Its error may hold secrets. */
function asProviderError(error: unknown, provider: string): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError({ kind: 'ambiguous', provider, code: 'adapter-bug' });
}
