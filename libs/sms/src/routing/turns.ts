import { handlingOf } from '../providers/handling.js';
import { isCircuitOpen, type ProviderError } from '../providers/provider-error.js';
import { fullJitterMs } from '../resilience/backoff.js';
import type { AttemptReason } from './attempt.js';
import type { FailoverTools } from './failover-tools.js';
import type { Candidate } from './router.js';

/** Shortest and longest wait for the end of another's probe, in ms: it takes about as long as an acceptance. */
const PROBE_WAIT_MS = { least: 100, most: 300 };

/** A provider's turn to be asked. */
export interface Turn {
  readonly candidate: Candidate;
  readonly reason: AttemptReason;
  /** Attempts made at this provider before; what a breaker refused was none. */
  readonly attemptsMade: number;
  /** Monotonic ms before which it is not its turn. */
  readonly notBefore: number;
}

/**
 * Whose turn it is: every provider of the route once, in order, then those that may be asked again.
 *
 * A turn that repeats an attempt costs a token of the retry budget when it is given out; `putOff` and `giveBack` return
 * it.
 */
export class Turns {
  #fresh: Candidate[];
  #again: readonly Turn[] = [];
  #begun: 'not yet' | 'yes' = 'not yet';

  constructor(
    candidates: readonly Candidate[],
    private readonly country: string,
    private readonly tools: Pick<FailoverTools, 'deadline' | 'clock' | 'random' | 'retryBudget'>,
  ) {
    this.#fresh = [...candidates];
  }

  /**
   * Takes those whose breaker is open out of the order, as long as somebody else is in it, and returns them: asking
   * them would only cost time. They may have a turn again once it is worth it.
   */
  takeOutRefused(): readonly Candidate[] {
    const [first] = this.#fresh;
    const refused = this.#fresh.filter((candidate) => !candidate.isAvailable(this.country));
    if (refused.length === 0 || refused.length === this.#fresh.length) return [];
    this.#fresh = this.#fresh.filter((candidate) => !refused.includes(candidate));
    if (refused[0] === first) this.#begun = 'yes';
    for (const candidate of refused) this.#askOnceAvailable(candidate, 0);
    return refused;
  }

  /** The next turn in order; `undefined` when nobody is left. */
  next(): Turn | undefined {
    const candidate = this.#fresh.shift();
    if (candidate !== undefined) return this.#freshTurn(candidate, 'after-failure');
    return this.#take(this.#again.find((turn) => this.#isAffordable(turn)));
  }

  /**
   * A turn to be started beside a silent provider: of the next not asked yet that would let a call through now, or else
   * of whoever may be asked again by now.
   */
  nextBeside(): Turn | undefined {
    const index = this.#fresh.findIndex((candidate) => candidate.isAvailable(this.country));
    const [candidate] = index === -1 ? [] : this.#fresh.splice(index, 1);
    if (candidate) return this.#freshTurn(candidate, 'hedge');
    const now = this.tools.clock.elapsedMs();
    const isDue = (turn: Turn) => turn.notBefore <= now && this.#isAffordable(turn);
    for (let due = this.#again.find(isDue); due !== undefined; due = this.#again.find(isDue)) {
      const turn = this.#take(due);
      if (turn?.candidate.isAvailable(this.country)) return { ...turn, reason: 'hedge' };
      if (turn) this.putOff(turn);
    }
    return undefined;
  }

  /** Monotonic ms from which somebody may be started beside a silent provider; `undefined` when nobody may. */
  get besideFromMs(): number | undefined {
    return this.isAnyFreshAvailable ? this.tools.clock.elapsedMs() : this.#againFromMs;
  }

  /** Whether anybody has not been asked yet. */
  get isAnyFresh(): boolean {
    return this.#fresh.length > 0;
  }

  /** Whether anybody who has not been asked yet would let a call through now. */
  get isAnyFreshAvailable(): boolean {
    return this.#fresh.some((candidate) => candidate.isAvailable(this.country));
  }

  /** Monotonic ms from which somebody else may be asked; `undefined` when nobody is left. */
  get leftFromMs(): number | undefined {
    return this.isAnyFresh ? this.tools.clock.elapsedMs() : this.#againFromMs;
  }

  /** Puts a provider that failed at the end, where its failure allows another attempt and the time left does. */
  putBack(turn: Turn, error: ProviderError): void {
    if (isCircuitOpen(error)) {
      this.putOff(turn);
      return;
    }
    const { candidate } = turn;
    const made = turn.attemptsMade + 1;
    if (handlingOf(error.kind).sameProvider === 'never' || made >= candidate.retry.maxAttempts) return;
    const backoffMs = () => fullJitterMs(made, candidate.retry, this.tools.random);
    this.#askAgain(candidate, made, Math.max(1, error.retryAfterMs ?? backoffMs()));
  }

  /** Puts a provider whose breaker lets nothing through at the end, where the time left allows: nothing was begun. */
  putOff(turn: Turn): void {
    this.giveBack(turn);
    this.#askOnceAvailable(turn.candidate, turn.attemptsMade);
  }

  /** Gives up a turn that was not used. */
  giveBack(turn: Turn): void {
    if (isRetry(turn)) this.tools.retryBudget.refund();
  }

  get #againFromMs(): number | undefined {
    return this.#again.find((turn) => this.#isAffordable(turn))?.notBefore;
  }

  #isAffordable(turn: Turn): boolean {
    return !isRetry(turn) || this.tools.retryBudget.tokens >= 1;
  }

  #take(turn: Turn | undefined): Turn | undefined {
    this.#again = this.#again.filter((other) => other !== turn);
    if (turn && isRetry(turn)) this.tools.retryBudget.trySpend();
    return turn;
  }

  #askOnceAvailable(candidate: Candidate, attemptsMade: number): void {
    const { least, most } = PROBE_WAIT_MS;
    // Spread, so that those who wait for a probe do not all come to a provider that has just been mended at once.
    const probeMs = least + this.tools.random() * (most - least);
    this.#askAgain(candidate, attemptsMade, candidate.retryAfterMs(this.country) || probeMs);
  }

  #askAgain(candidate: Candidate, attemptsMade: number, waitMs: number): void {
    const { clock, deadline } = this.tools;
    if (waitMs >= deadline.remainingMs()) return;
    const turn: Turn = { candidate, reason: 'again', attemptsMade, notBefore: clock.elapsedMs() + waitMs };
    this.#again = [...this.#again, turn].toSorted((a, b) => a.notBefore - b.notBefore);
  }

  #freshTurn(candidate: Candidate, reason: AttemptReason): Turn {
    const isFirst = this.#begun === 'not yet';
    this.#begun = 'yes';
    const notBefore = this.tools.clock.elapsedMs();
    return { candidate, reason: isFirst ? 'first-choice' : reason, attemptsMade: 0, notBefore };
  }
}

function isRetry({ attemptsMade }: Turn): boolean {
  return attemptsMade > 0;
}
