import { handlingOf, isCircuitOpen, type ProviderError } from '../providers/provider-error.js';
import { fullJitterMs } from '../resilience/backoff.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import type { Random } from '../resilience/random.js';
import type { AttemptReason } from './attempt.js';
import type { Carrier } from './router.js';

/** Shortest and longest wait for the end of another's probe, in ms: it takes about as long as an acceptance. */
const PROBE_WAIT_MS = { least: 100, most: 300 };

/** A provider's turn to be asked. */
export interface Turn {
  readonly carrier: Carrier;
  readonly reason: AttemptReason;
  /** Attempts made at this provider before; what a breaker refused was none. */
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
    for (const carrier of closed) this.#askOnceOpen(carrier, 0, country, deadline);
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
  putBack(turn: Turn, error: ProviderError, country: string, deadline: Deadline): void {
    if (isCircuitOpen(error)) {
      this.putOff(turn, country, deadline);
      return;
    }
    const { carrier } = turn;
    const made = turn.attemptsMade + 1;
    if (handlingOf(error.kind).sameProvider === 'never' || made >= carrier.retry.maxAttempts) return;
    const waitMs = Math.max(1, error.retryAfterMs ?? fullJitterMs(made, carrier.retry, this.random));
    this.#askAgain(carrier, made, waitMs, deadline);
  }

  /** Puts a provider whose breaker lets nothing through at the end, where the time left allows: nothing was begun. */
  putOff({ carrier, attemptsMade }: Turn, country: string, deadline: Deadline): void {
    this.#askOnceOpen(carrier, attemptsMade, country, deadline);
  }

  #askOnceOpen(carrier: Carrier, attemptsMade: number, country: string, deadline: Deadline): void {
    const { least, most } = PROBE_WAIT_MS;
    // Spread, so that those who wait for a probe do not all come to a provider that has just been mended at once.
    const probeMs = least + this.random() * (most - least);
    this.#askAgain(carrier, attemptsMade, carrier.retryAfterMs(country) || probeMs, deadline);
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
