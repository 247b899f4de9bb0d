import type { OutboundMessage } from '../message/outbound-message.js';
import type { RetryOptions } from '../resilience/backoff.js';
import { type Bulkhead, BulkheadFullError, type Waiter } from '../resilience/bulkhead.js';
import type { Clock } from '../resilience/clock.js';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { untilAborted } from '../resilience/until-aborted.js';
import { within } from '../resilience/within.js';
import type { Attention } from './attention.js';
import { type AttemptEnd, type CallOutcome, outcomeOf, TOO_LATE, tellsLatency } from './call-outcome.js';
import { isFailureKind } from './handling.js';
import type { CallPermit, ProviderBreakers } from './provider-breakers.js';
import { circuitOpen, ProviderError } from './provider-error.js';
import type { ProviderLatency } from './provider-latency.js';
import type { ProviderStanding } from './provider-standing.js';
import { SilentAttempts, UnansweredAttempt } from './silent-attempts.js';
import { type Acceptance, isAcceptance, type SmsProvider } from './sms-provider.js';

/** The providers of a route, each behind its guards, in the configured order. */
export const GUARDED_PROVIDERS = Symbol('GUARDED_PROVIDERS');

export interface Guards {
  readonly breakers: ProviderBreakers;
  readonly bulkhead: Bulkhead;
  readonly latency: ProviderLatency;
  readonly retry: RetryOptions;
  readonly attention: Attention;
  /** Hears of every attempt that ends, and changes nothing. */
  readonly onAttemptEnd: (end: AttemptEnd) => void;
}

/** Milliseconds after which it is worth asking an overloaded provider again. */
const OVERLOADED_RETRY_AFTER_MS = 1000;

/** How long a provider may take to close, in ms. */
const CLOSE_LIMIT_MS = 5000;

/** A provider behind its circuit breakers and its bulkhead; speaks the same port. */
export class GuardedProvider implements SmsProvider {
  readonly name: string;
  readonly retry: RetryOptions;
  readonly latency: ProviderLatency;
  readonly breakers: ProviderBreakers;
  /** The provider's own, past the guards: it sends nothing and teaches the breakers nothing. */
  readonly probe?: NonNullable<SmsProvider['probe']>;
  readonly #silentAttempts = new SilentAttempts();
  #lateAnswers = 0;
  #lastAcceptedAt: Date | undefined;
  #lastFailure: ProviderStanding['lastFailure'];

  constructor(
    private readonly provider: SmsProvider,
    private readonly guards: Guards,
    private readonly clock: Clock,
  ) {
    this.name = provider.name;
    this.retry = guards.retry;
    this.latency = guards.latency;
    this.breakers = guards.breakers;
    const probe = provider.probe?.bind(provider);
    if (probe) this.probe = probe;
  }

  /** Whether a call for this country would be let through now; asking changes nothing. */
  isAvailable(country: string): boolean {
    return this.breakers.isAvailable(country);
  }

  /** Milliseconds until a breaker lets a call for this country through; 0 when it does now. Asking changes nothing. */
  retryAfterMs(country: string): number {
    return this.breakers.retryAfterMs(country);
  }

  /**
   * Makes one attempt, unless a breaker is open or too many wait. Settles at the latest one tick after `signal`
   * aborts, whatever the provider does.
   *
   * @param waiter hears of it where the attempt has to wait for a place
   * @throws {ProviderError} `unavailable` with code `circuit-open`, or `overloaded`: nothing was begun.
   * @throws {ProviderError} of any kind when the attempt failed.
   */
  async send(message: OutboundMessage, signal: AbortSignal, waiter?: Waiter): Promise<Acceptance> {
    const { country } = message.to;
    const openForMs = this.breakers.retryAfterMs(country);
    if (openForMs > 0) throw circuitOpen(this.name, openForMs);
    const leave = this.guards.bulkhead.tryEnter() ?? (await this.#enter(signal, waiter));
    try {
      const permit = this.breakers.tryAcquire(country);
      if ('retryAfterMs' in permit) throw circuitOpen(this.name, permit.retryAfterMs);
      return await this.#attempt(message, permit, signal);
    } finally {
      leave();
    }
  }

  /** Read-only: looking changes no state. */
  standing(): ProviderStanding {
    const { breakers } = this;
    const { bulkhead } = this.guards;
    return {
      name: this.name,
      breaker: breakers.own.state,
      retryAfterMs: breakers.own.retryAfterMs(),
      openCountries: breakers.openCountries(),
      underWay: bulkhead.underWay,
      waiting: bulkhead.waiting,
      lateAnswers: this.#lateAnswers,
      ...(this.#lastAcceptedAt && { lastAcceptedAt: this.#lastAcceptedAt }),
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
    };
  }

  /** Waits for five seconds at most: the application has to end. */
  async close(): Promise<void> {
    const closing = async () => this.provider.close?.();
    await within(CLOSE_LIMIT_MS, this.clock, closing(), () => {});
  }

  async #enter(signal: AbortSignal, waiter: Waiter | undefined): Promise<() => void> {
    try {
      const entering = this.guards.bulkhead.enter(signal);
      waiter?.waits();
      const leave = await entering;
      if (!signal.aborted) waiter?.begins();
      // Given up in the moment it was let in: `begins`, too, may abort it.
      if (signal.aborted) {
        leave();
        throw signal.reason;
      }
      return leave;
    } catch (error) {
      // The bulkhead was dismissed with it: the breaker has opened meanwhile.
      if (error instanceof ProviderError) throw error;
      if (error instanceof BulkheadFullError || error instanceof TimeIsUpError) throw this.#overloaded();
      throw new ProviderError({ kind: 'unavailable', provider: this.name, code: 'ABORTED' });
    }
  }

  async #attempt(message: OutboundMessage, permit: CallPermit, signal: AbortSignal): Promise<Acceptance> {
    const startedAt = this.clock.elapsedMs();
    const tookMs = () => this.clock.elapsedMs() - startedAt;
    const attempt = new UnansweredAttempt(startedAt, () => permit.settle({ kind: 'outpaced' }, tookMs()));
    // What a probe proves it proves by itself.
    if (!permit.isProbe) this.#silentAttempts.begin(attempt);
    const settle = (outcome: CallOutcome) => {
      permit.settle(outcome, tookMs());
      this.#noteEnd(attempt, outcome, message, signal);
    };
    try {
      const acceptance = await this.#untilAborted(this.provider.send(message, signal), signal);
      if (!isAcceptance(acceptance)) throw adapterBug(this.name);
      settle(signal.aborted ? outcomeOf(TOO_LATE, signal) : { kind: 'accepted' });
      this.#lastAcceptedAt = new Date(this.clock.wallMs());
      return acceptance;
    } catch (error) {
      const failure = asProviderError(error, this.name);
      const outcome = outcomeOf(failure, signal);
      settle(outcome);
      this.guards.attention.callFor(failure, message.id);
      if (outcome.kind !== 'abandoned') {
        this.#lastFailure = { kind: failure.kind, code: failure.code, at: new Date(this.clock.wallMs()) };
      }
      throw failure;
    }
  }

  #noteEnd(
    attempt: UnansweredAttempt,
    outcome: CallOutcome,
    message: OutboundMessage,
    signal: AbortSignal,
  ): void {
    const { country } = message.to;
    const now = this.clock.elapsedMs();
    const tookMs = now - attempt.startedAt;
    this.#silentAttempts.end(attempt, signal.aborted ? 'silent' : 'answered', now);
    if (outcome.kind === 'outpaced')
      this.#silentAttempts.outpaceRest(attempt, this.latency.hedgeDelayMs(country), now);
    if (tellsLatency(outcome, signal)) this.latency.add(country, tookMs);
    this.guards.onAttemptEnd({ provider: this.name, message, outcome: outcome.kind, tookMs });
  }

  /** A provider that ignores the signal must not hold up a send; what it accepts afterwards is only counted. */
  #untilAborted(sending: Promise<Acceptance>, signal: AbortSignal): Promise<Acceptance> {
    return untilAborted(sending, signal, this.clock, {
      reason: () => new ProviderError({ kind: 'ambiguous', provider: this.name, code: 'ignored-abort' }),
      late: () => {
        this.#lateAnswers += 1;
      },
    });
  }

  #overloaded(): ProviderError {
    return new ProviderError({
      kind: 'overloaded',
      provider: this.name,
      code: 'too-many-waiting',
      retryAfterMs: OVERLOADED_RETRY_AFTER_MS,
    });
  }
}

/** An adapter that throws anything else has a bug. Its error may hold secrets. */
function asProviderError(error: unknown, provider: string): ProviderError {
  return error instanceof ProviderError && isFailureKind(error.kind) ? error : adapterBug(provider);
}

/** Whether it sent is unknown. */
function adapterBug(provider: string): ProviderError {
  return new ProviderError({ kind: 'ambiguous', provider, code: 'adapter-bug' });
}
