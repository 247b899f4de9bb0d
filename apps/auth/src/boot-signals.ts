import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

const ENDING = ['SIGINT', 'SIGTERM'] as const;

/**
 * Takes the signals that end the process for as long as nobody else does: the kernel drops one that process 1, as in a
 * container, does not listen for. Of each the first is taken; outside of a container the second ends the process at once.
 */
export class BootSignals {
  #taken: NodeJS.Signals | undefined;
  readonly #take = (signal: NodeJS.Signals) => {
    this.#taken ??= signal;
  };

  constructor() {
    for (const signal of ENDING) process.once(signal, this.#take);
  }

  /** Whether the process was told to end by now. */
  async haveCome(): Promise<boolean> {
    // Loading and making the application takes turns of a second, and a signal is heard of between two of them.
    await turnOfTheEventLoop();
    return this.#taken !== undefined;
  }

  /** Takes no more; what was taken comes again, to whoever listens by now. */
  handOver(): void {
    for (const signal of ENDING) process.off(signal, this.#take);
    if (this.#taken !== undefined) process.kill(process.pid, this.#taken);
  }
}
