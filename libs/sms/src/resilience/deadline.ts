import type { Clock } from './clock.js';

/** Reason of a signal that was aborted because its time was up. */
export class TimeIsUpError extends Error {
  override readonly name = 'TimeIsUpError';

  constructor(readonly limitMs: number) {
    super(`Not finished within ${limitMs} ms.`);
  }
}

/**
 * A signal that aborts `limitMs` from now, or at once with `outer`, whichever is first.
 *
 * Dispose of it when the work is done: until then it holds a timer and a listener on `outer`.
 */
export class Deadline implements Disposable {
  readonly #controller = new AbortController();
  readonly #endsAtMs: number;
  readonly #cancelTimer: () => void;
  readonly #follow = () => this.#controller.abort(this.outer?.reason);

  constructor(
    private readonly clock: Clock,
    readonly limitMs: number,
    private readonly outer?: AbortSignal,
  ) {
    this.#endsAtMs = clock.elapsedMs() + limitMs;
    this.#cancelTimer = clock.schedule(limitMs, () => this.#controller.abort(new TimeIsUpError(limitMs)));
    if (outer?.aborted) this.#follow();
    else outer?.addEventListener('abort', this.#follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds left, never below 0. */
  remainingMs(): number {
    return Math.max(0, this.#endsAtMs - this.clock.elapsedMs());
  }

  /** Whether this limit itself ran out, as opposed to the caller giving up. */
  isUp(): boolean {
    return this.signal.aborted && this.signal.reason instanceof TimeIsUpError;
  }

  [Symbol.dispose](): void {
    this.#cancelTimer();
    this.outer?.removeEventListener('abort', this.#follow);
  }
}
