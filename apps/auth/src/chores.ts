import { setTimeout } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';

/** Something that has to be done now and again. */
export interface Chore {
  /** Who does it, as the log says. */
  readonly name: string;
  /** Time from its end to its next beginning, in ms. */
  readonly everyMs: number;
  /** What the log says where it failed. */
  readonly failure: string;
  /** @param ending aborts when the application closes: what takes long stops there */
  readonly run: (ending: AbortSignal) => Promise<void>;
}

/** Does what has to be done now and again, until the application closes, which waits for what is under way. */
@Injectable()
export class Chores implements OnModuleDestroy, BeforeApplicationShutdown {
  readonly #ending = new AbortController();
  readonly #begun: Promise<void>[] = [];

  /** Does it now, then again and again; resolves after the first time. A failure is logged and left to the next time. */
  begin(chore: Chore): Promise<void> {
    const first = this.#once(chore);
    this.#begun.push(first.then(() => this.#repeat(chore)));
    return first;
  }

  onModuleDestroy(): void {
    this.#ending.abort();
  }

  /** Waits here rather than a step before: nothing may keep readiness from failing first. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#begun);
  }

  async #repeat(chore: Chore): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const pause = setTimeout(chore.everyMs, 'over', { signal, ref: false });
      if ((await pause.catch(() => 'ending')) === 'over') await this.#once(chore);
    }
  }

  async #once({ name, failure, run }: Chore): Promise<void> {
    try {
      await run(this.#ending.signal);
    } catch (error) {
      new Logger(name).error({ err: error, msg: failure });
    }
  }
}
