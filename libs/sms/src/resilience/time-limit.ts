import type { Clock } from './clock.js';

/** Reason of a signal that was aborted because its time was up. */
export class TimeIsUpError extends Error {
  override readonly name = 'TimeIsUpError';

  constructor(readonly limitMs: number) {
    super(`Not finished within ${limitMs} ms.`);
  }
}

/**
 * A signal that aborts `limitMs` from now, at once with `outer`, or when told to, whichever is first.
 *
 * Dispose of it when the work is done: until then it holds a timer and a listener on `outer`.
 */
export class TimeLimit implements Disposable {
  readonly #controller = new AbortController();
  #cancelTimer: () => void;
  #endsAtMs: number;
  readonly #follow = () => this.#controller.abort(this.outer?.reason);

  constructor(
    private readonly clock: Clock,
    limitMs: number,
    private readonly outer?: AbortSignal,
    private readonly reason: () => Error = () => new TimeIsUpError(limitMs),
  ) {
    this.#endsAtMs = clock.elapsedMs() + limitMs;
    this.#cancelTimer = this.#schedule(limitMs);
    if (outer?.aborted) this.#follow();
    else outer?.addEventListener('abort', this.#follow);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborts `limitMs` from now instead. */
  moveTo(limitMs: number): void {
    const endsAtMs = this.clock.elapsedMs() + limitMs;
    if (Math.abs(endsAtMs - this.#endsAtMs) < 1) return;
    this.#cancelTimer();
    this.#endsAtMs = endsAtMs;
    this.#cancelTimer = this.#schedule(limitMs);
  }

  /** Ends the work now, for a reason of the caller's. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  [Symbol.dispose](): void {
    this.#cancelTimer();
    this.outer?.removeEventListener('abort', this.#follow);
  }

  #schedule(delayMs: number): () => void {
    return this.clock.schedule(Math.max(0, delayMs), () => this.#controller.abort(this.reason()));
  }
}
