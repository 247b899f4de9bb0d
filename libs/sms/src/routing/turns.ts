import { handlingOf, type ProviderError } from '../providers/provider-error.js';
import { fullJitterMs } from '../resilience/backoff.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import type { Random } from '../resilience/random.js';
import type { AttemptReason } from './attempt.js';
import type { Carrier } from './router.js';

/** A provider's turn to be asked. */
export interface Turn {
  readonly carrier: Carrier;
  readonly reason: AttemptReason;
  /** Attempts made at this provider before. */
  readonly attemptsMade: number;
  /** Monotonic ms before which it is not its turn. */
  readonly notBefore: number;
}

/** Whose turn it is: every provider of the route once, in order, then those that may be asked again. */
export class Turns {
  #fresh: Carrier[];
  #again: readonly Turn[] = [];
  #begun: 'not yet' | 'yes' = 'not yet';

  constructor(
    carriers: readonly Carrier[],
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.#fresh = [...carriers];
  }

  /**
   * Takes those whose breaker is open out of the order, as long as somebody else is in it, and returns them: asking
   * them would only cost time. They may have a turn again once it is worth it.
   */
  passOver(country: string, deadline: Deadline): readonly Carrier[] {
    const [first] = this.#fresh;
    const closed = this.#fresh.filter((carrier) => !carrier.isOpenTo(country));
    if (closed.length === 0 || closed.length === this.#fresh.length) return [];
    this.#fresh = this.#fresh.filter((carrier) => !closed.includes(carrier));
    if (closed[0] === first) this.#begun = 'yes';
    for (const carrier of closed)
      this.#askAgain(carrier, 0, Math.max(1, carrier.retryAfterMs(country)), deadline);
    return closed;
  }

  /** The next turn in order; `undefined` when nobody is left. */
  next(): Turn | undefined {
    const carrier = this.#fresh.shift();
    if (carrier !== undefined) return this.#freshTurn(carrier, 'after-failure');
    const [next, ...later] = this.#again;
    this.#again = later;
    return next;
  }

  /** The next provider not asked yet that would let a call through now, to be started beside a silent one. */
  nextBeside(country: string): Turn | undefined {
    const index = this.#fresh.findIndex((carrier) => carrier.isOpenTo(country));
    const [carrier] = index === -1 ? [] : this.#fresh.splice(index, 1);
    return carrier && this.#freshTurn(carrier, 'hedge');
  }

  /** Whether anybody has not been asked yet. */
  get isAnyLeft(): boolean {
    return this.#fresh.length > 0;
  }

  /** Whether anybody not asked yet would let a call through now. */
  hasNextBeside(country: string): boolean {
    return this.#fresh.some((carrier) => carrier.isOpenTo(country));
  }

  /** Puts a provider that failed at the end, where its failure allows another attempt and the time left does. */
  putBack({ carrier, attemptsMade }: Turn, error: ProviderError, deadline: Deadline): void {
    const made = attemptsMade + 1;
    if (handlingOf(error.kind).sameProvider === 'never' || made >= carrier.retry.maxAttempts) return;
    const waitMs = Math.max(1, error.retryAfterMs ?? fullJitterMs(made, carrier.retry, this.random));
    this.#askAgain(carrier, made, waitMs, deadline);
  }

  #askAgain(carrier: Carrier, attemptsMade: number, waitMs: number, deadline: Deadline): void {
    if (waitMs >= deadline.remainingMs()) return;
    const turn: Turn = { carrier, reason: 'again', attemptsMade, notBefore: this.clock.elapsedMs() + waitMs };
    this.#again = [...this.#again, turn].toSorted((a, b) => a.notBefore - b.notBefore);
  }

  #freshTurn(carrier: Carrier, reason: AttemptReason): Turn {
    const isFirst = this.#begun === 'not yet';
    this.#begun = 'yes';
    return {
      carrier,
      reason: isFirst ? 'first-choice' : reason,
      attemptsMade: 0,
      notBefore: this.clock.elapsedMs(),
    };
  }
}
