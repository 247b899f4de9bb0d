import type { Clock } from './clock.js';

/** The moment by which the whole of something must have ended, whatever it is made of. */
export class Deadline {
  readonly #endsAtMs: number;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds from now. */
    readonly limitMs: number,
  ) {
    this.#endsAtMs = clock.elapsedMs() + limitMs;
  }

  /** Milliseconds left, never below 0. */
  remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.clock.elapsedMs());
  }
}
