import { OutpacedError } from '../providers/outpaced.error.js';
import { TimeIsUpError, TimeLimit } from '../resilience/time-limit.js';
import type { FailoverTools } from './failover-tools.js';
import type { Turn, Turns } from './turns.js';

/** Reason of an attempt that was given up through no fault of its provider's. */
class NoLongerWantedError extends Error {
  override readonly name = 'NoLongerWantedError';
}

/** One attempt under way, and how long it is given; dispose of it when that has ended. */
export class Runner implements Disposable {
  readonly #startedAt: number;
  readonly #limit: TimeLimit;
  /** A provider that was given less time than is its due has failed nobody. */
  readonly #isFair: boolean;
  /** `last`: when it began everybody had been asked; whoever may be asked again changes what it is given. */
  readonly #place: 'last' | 'before others';

  constructor(
    readonly turn: Turn,
    private readonly country: string,
    private readonly turns: Turns,
    private readonly tools: FailoverTools,
  ) {
    const { clock, deadline, signal } = tools;
    this.#startedAt = clock.elapsedMs();
    this.#place = turns.isAnyFresh ? 'before others' : 'last';
    const patienceMs = this.#patienceMs();
    const limitMs = Math.min(patienceMs, deadline.remainingMs());
    this.#isFair = limitMs >= Math.min(patienceMs, this.#usualPatienceMs());
    this.#limit = new TimeLimit(clock, limitMs, signal, () =>
      this.#isFair ? new TimeIsUpError(limitMs) : new NoLongerWantedError(),
    );
  }

  get signal(): AbortSignal {
    return this.#limit.signal;
  }

  /** Milliseconds since it began. */
  get tookMs(): number {
    return this.tools.clock.elapsedMs() - this.#startedAt;
  }

  /** Monotonic ms from which its silence is unusual. */
  get silentFromMs(): number {
    return this.#startedAt + this.turn.candidate.latency.hedgeDelayMs(this.country);
  }

  /** Gives it less time where it began as the last and somebody is left after all, and more where nobody is any more. */
  reconsider(): void {
    if (this.#place === 'before others') return;
    const leftMs = this.#patienceMs() - this.tookMs;
    this.#limit.moveTo(Math.min(leftMs, this.tools.deadline.remainingMs()));
  }

  /** Ends it; only a silence that called for company is held against its provider. */
  giveUp(): void {
    const isSilent = this.tools.clock.elapsedMs() >= this.silentFromMs;
    this.#limit.abort(isSilent ? new OutpacedError() : new NoLongerWantedError());
  }

  [Symbol.dispose](): void {
    this.#limit[Symbol.dispose]();
  }

  /** Milliseconds it is given: once nobody is left, or not yet, giving up early would help nobody. */
  #patienceMs(): number {
    const { lastAttemptTimeoutMs } = this.turn.candidate.latency;
    const { leftFromMs } = this.turns;
    if (leftFromMs === undefined) return lastAttemptTimeoutMs;
    return Math.min(lastAttemptTimeoutMs, Math.max(this.#usualPatienceMs(), leftFromMs - this.#startedAt));
  }

  #usualPatienceMs(): number {
    return this.turn.candidate.latency.attemptTimeoutMs(this.country);
  }
}
