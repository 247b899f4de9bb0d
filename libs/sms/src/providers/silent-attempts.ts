/** An attempt that has begun, and has no answer yet. */
export class UnansweredAttempt {
  /** Where it stands among those without an answer. */
  index = 0;

  /**
   * @param startedAt monotonic ms
   * @param outpace tells the breakers that it was outpaced
   */
  constructor(
    readonly startedAt: number,
    readonly outpace: () => void,
  ) {}
}

/** The attempts that one provider has not answered: tells one that is silent from one that is late at times. */
export class SilentAttempts {
  /** In no order. No `Set`: see `UnderWay`. */
  readonly #unanswered: UnansweredAttempt[] = [];
  #answeredAt = Number.NEGATIVE_INFINITY;

  begin(attempt: UnansweredAttempt): void {
    attempt.index = this.#unanswered.length;
    this.#unanswered.push(attempt);
  }

  /** The attempt has ended: with an answer, whatever it said, or in silence. */
  end(attempt: UnansweredAttempt, end: 'answered' | 'silent', now: number): void {
    this.#remove(attempt);
    if (end === 'answered') this.#answeredAt = now;
  }

  /**
   * Outpaces every other attempt that has been silent for `patienceMs`, unless anything was answered since `outpaced`
   * began: what another provider's acceptance proves of one silence it proves of all. Without it, every code that is
   * started until the breaker has heard of enough silences, one by one, is a code sent to a provider that is gone.
   */
  outpaceRest(outpaced: UnansweredAttempt, patienceMs: number, now: number): void {
    if (this.#answeredAt >= outpaced.startedAt) return;
    for (const attempt of this.#unanswered)
      if (attempt !== outpaced && now - attempt.startedAt >= patienceMs) attempt.outpace();
  }

  /** Does nothing for one that was never begun here. */
  #remove(attempt: UnansweredAttempt): void {
    if (this.#unanswered[attempt.index] !== attempt) return;
    const last = this.#unanswered.pop();
    if (last === undefined || last === attempt) return;
    last.index = attempt.index;
    this.#unanswered[last.index] = last;
  }
}
