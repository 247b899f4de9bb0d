import type { Clock } from './clock.js';

/** Does a task again and again, each time as long after the last as that says, until it is stopped. */
export class Repeating {
  readonly #end = new AbortController();
  #doing: Promise<void> = Promise.resolve();
  #cancel = () => {};

  /** @param task resolves with the milliseconds until it is to be done again, and never rejects */
  constructor(
    private readonly clock: Clock,
    private readonly task: (ending: AbortSignal) => Promise<number>,
  ) {}

  /** Does it for the first time after so many milliseconds; never once it was stopped. */
  start(inMs: number): void {
    if (this.#end.signal.aborted) return;
    this.#cancel = this.clock.schedule(inMs, () => {
      this.#doing = this.#do();
    });
  }

  /** Aborts `ending`, and resolves when the task under way has ended; it is not done again. */
  async stop(): Promise<void> {
    this.#cancel();
    this.#end.abort();
    await this.#doing;
  }

  async #do(): Promise<void> {
    this.start(await this.task(this.#end.signal));
  }
}
