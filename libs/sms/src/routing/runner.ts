import type { OutboundMessage } from '../message/outbound-message.js';
import { OutpacedError } from '../providers/outpaced.error.js';
import type { Waiter } from '../resilience/bulkhead.js';
import { TimeIsUpError, TimeLimit } from '../resilience/time-limit.js';
import type { FailoverTools } from './failover-tools.js';
import type { Turn, Turns } from './turns.js';

/** Reason of an attempt that was given up through no fault of its provider's. */
class NoLongerWantedError extends Error {
  override readonly name = 'NoLongerWantedError';
}

/**
 * One attempt under way, and how long it is given; dispose of it when that has ended.
 *
 * Its time begins once it has a place; the wait is not its provider's doing. The wait is limited: to the time of one
 * attempt; for a code that somebody else could carry, to the hedge delay; and always so that an answer can still come in
 * time.
 */
export class Runner implements Waiter, Disposable {
  readonly #startedAt: number;
  /** Monotonic ms from which its provider has it; `undefined` while it waits for a place. */
  #begunAt: number | undefined;
  readonly #limit: TimeLimit;
  /** A provider that was given less time than is its due has failed nobody. */
  #isFair: boolean;
  /** `last`: when it began everybody had been asked; whoever may be asked again changes what it is given. */
  readonly #standsAs: 'last' | 'before others';

  constructor(
    readonly turn: Turn,
    private readonly message: OutboundMessage,
    private readonly turns: Turns,
    private readonly tools: FailoverTools,
  ) {
    const { clock, signal } = tools;
    this.#startedAt = clock.elapsedMs();
    this.#begunAt = this.#startedAt;
    this.#standsAs = turns.isAnyFresh ? 'before others' : 'last';
    const limitMs = this.#leftMs();
    this.#isFair = this.#isFairLimit(limitMs);
    this.#limit = new TimeLimit(clock, limitMs, signal, () =>
      this.#isFair ? new TimeIsUpError(this.silentMs) : new NoLongerWantedError(),
    );
  }

  get signal(): AbortSignal {
    return this.#limit.signal;
  }

  /** Milliseconds since it was started. */
  get tookMs(): number {
    return this.tools.clock.elapsedMs() - this.#startedAt;
  }

  /** Milliseconds for which its provider has had it. */
  get silentMs(): number {
    return this.#begunAt === undefined ? 0 : this.tools.clock.elapsedMs() - this.#begunAt;
  }

  /** Monotonic ms from which it calls for company; while it waits for its place, as if it had it now. */
  get silentFromMs(): number {
    return (this.#begunAt ?? this.tools.clock.elapsedMs()) + this.#hedgeDelayMs;
  }

  waits(): void {
    this.#begunAt = undefined;
    this.#isFair = true;
    this.#limit.moveTo(this.#leftMs());
  }

  begins(): void {
    if (this.#leftMs() <= 0) {
      // It has waited too long; its timer is late.
      this.#limit.abort(new TimeIsUpError(this.tookMs));
      return;
    }
    this.#begunAt = this.tools.clock.elapsedMs();
    const limitMs = this.#leftMs();
    this.#isFair = this.#isFairLimit(limitMs);
    this.#limit.moveTo(limitMs);
  }

  /** Gives it less time where it began as the last and somebody is left after all, and more where nobody is any more. */
  reconsider(): void {
    if (this.#standsAs === 'last') this.#limit.moveTo(this.#leftMs());
  }

  /** Ends it; only a silence that called for company is held against its provider. */
  giveUp(): void {
    const isSilent = this.#begunAt !== undefined && this.silentMs >= this.#hedgeDelayMs;
    this.#limit.abort(isSilent ? new OutpacedError() : new NoLongerWantedError());
  }

  [Symbol.dispose](): void {
    this.#limit[Symbol.dispose]();
  }

  get #hedgeDelayMs(): number {
    return this.turn.candidate.latency.hedgeDelayMs(this.message.to.country);
  }

  /** Monotonic ms from which what it waits for now counts. */
  get #sinceMs(): number {
    return this.#begunAt ?? this.#startedAt;
  }

  /** Milliseconds from now that it is given, or that it may wait for its place. */
  #leftMs(): number {
    const { clock, deadline } = this.tools;
    const lateMs = clock.elapsedMs() - this.#sinceMs;
    if (this.#begunAt !== undefined) return Math.min(this.#patienceMs() - lateMs, deadline.remainingMs());
    const answerMs = this.turn.candidate.latency.usualMs(this.message.to.country);
    return Math.min(this.#waitMs() - lateMs, deadline.remainingMs() - answerMs);
  }

  /** A code goes elsewhere once it waits for longer than for an answer that is late: nothing was sent, so no copy is. */
  #waitMs(): number {
    const isHurried = this.message.purpose === 'one-time-code' && this.turns.isAnyFreshAvailable;
    return isHurried ? Math.min(this.#hedgeDelayMs, this.#patienceMs()) : this.#patienceMs();
  }

  /** Whether no provider could ask for more. */
  #isFairLimit(limitMs: number): boolean {
    return limitMs >= Math.min(this.turn.candidate.latency.lastAttemptTimeoutMs, this.#usualPatienceMs);
  }

  /** Once nobody is left, or not yet, giving up early would help nobody. */
  #patienceMs(): number {
    const { lastAttemptTimeoutMs } = this.turn.candidate.latency;
    const { leftFromMs } = this.turns;
    if (leftFromMs === undefined) return lastAttemptTimeoutMs;
    return Math.min(lastAttemptTimeoutMs, Math.max(this.#usualPatienceMs, leftFromMs - this.#sinceMs));
  }

  get #usualPatienceMs(): number {
    return this.turn.candidate.latency.attemptTimeoutMs(this.message.to.country);
  }
}
