/** An attempt that waits for its answer. */
export interface WaitingAttempt {
  /** Monotonic ms. */
  readonly startedAt: number;
  /** Tells the breakers that it was outpaced. */
  readonly outpace: () => void;
}

/** The attempts that wait for one provider's answer: tells one that is silent from one that is late at times. */
export class SilentAttempts {
  readonly #waiting = new Set<WaitingAttempt>();
  #answeredAt = Number.NEGATIVE_INFINITY;

  begin(attempt: WaitingAttempt): void {
    this.#waiting.add(attempt);
  }

  /** The attempt has ended: with an answer, whatever it said, or in silence. */
  end(attempt: WaitingAttempt, end: 'answered' | 'silent', now: number): void {
    this.#waiting.delete(attempt);
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
}
