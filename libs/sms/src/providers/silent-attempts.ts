/** An attempt that waits for its answer. */
export class WaitingAttempt {
  /** Where it stands among those that wait. */
  place = 0;

  /**
   * @param startedAt monotonic ms
   * @param outpace tells the breakers that it was outpaced
   */
  constructor(
    readonly startedAt: number,
    readonly outpace: () => void,
  ) {}
}

/** The attempts that wait for one provider's answer: tells one that is silent from one that is late at times. */
export class SilentAttempts {
  /** In no order. */
  readonly #waiting: WaitingAttempt[] = [];
  #answeredAt = Number.NEGATIVE_INFINITY;

  begin(attempt: WaitingAttempt): void {
    attempt.place = this.#waiting.length;
    this.#waiting.push(attempt);
  }

  /** The attempt has ended: with an answer, whatever it said, or in silence. */
  end(attempt: WaitingAttempt, end: 'answered' | 'silent', now: number): void {
    this.#remove(attempt);
    if (end === 'answered') this.#answeredAt = now;
  }

  /**
   * Outpaces every other attempt that has waited for `patienceMs`, unless anything was answered since `outpaced`
   * began: what another provider's acceptance proves of one silence it proves of all. Without it, every code that is
   * started until the breaker has heard of enough silences, one by one, is a code sent to a provider that is gone.
   */
  outpaceRest(outpaced: WaitingAttempt, patienceMs: number, now: number): void {
    if (this.#answeredAt >= outpaced.startedAt) return;
    for (const attempt of this.#waiting)
      if (attempt !== outpaced && now - attempt.startedAt >= patienceMs) attempt.outpace();
  }

  /** Does nothing for one that never began to wait. */
  #remove(attempt: WaitingAttempt): void {
    if (this.#waiting[attempt.place] !== attempt) return;
    const last = this.#waiting.pop();
    if (last === undefined || last === attempt) return;
    last.place = attempt.place;
    this.#waiting[last.place] = last;
  }
}
