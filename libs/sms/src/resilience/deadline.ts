import type { Clock } from './clock.js';

/** The moment by which the whole of something must have ended, whatever it is made of. */
export class Deadline {
  readonly #beganAtMs: number;

  constructor(
    private readonly clock: Clock,
    /** Milliseconds from now. */
    readonly limitMs: number,
  ) {
    this.#beganAtMs = clock.elapsedMs();
  }

  /** Milliseconds left, never below 0. */
  remainingMs(): number {
    return Math.max(0, this.limitMs - this.elapsedMs());
  }

  /** Milliseconds since it was set. */
  elapsedMs(): number {
    return this.clock.elapsedMs() - this.#beganAtMs;
  }
}
