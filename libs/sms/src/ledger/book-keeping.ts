import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import { UnderWay } from '../resilience/under-way.js';
import { orSilent, within } from '../resilience/within.js';

/** How long a write may take, in ms; a code must not die of its book-keeping. */
const WRITE_LIMIT_MS = 1000;

/** How long a send can wait for one write before anybody is asked, in ms: most of a short deadline is for the providers. */
export function patienceBeforehandMs({ limitMs }: Deadline): number {
  return limitMs / 4;
}

/** Writes what is kept of sends, and lets no send wait for longer than it can. */
export class BookKeeping {
  readonly #underWay = new UnderWay();

  constructor(private readonly clock: Clock) {}

  /**
   * Resolves as soon as it is written, has failed, or `patienceMs` are over, and never rejects. What is not written by
   * then goes on, and still counts when it is late.
   *
   * @param patienceMs how long the caller can wait, in ms; more than a second is not needed
   * @param failed hears why, of a write that failed or was silent for a second, whoever still waits for it
   */
  write(
    patienceMs: number,
    write: () => Promise<void>,
    failed: (error: unknown) => void,
  ): Promise<'written' | 'unwritten'> {
    const judged = this.#underWay.add(this.#judge(write, failed));
    if (patienceMs >= WRITE_LIMIT_MS) return judged;
    return within(patienceMs, this.clock, judged, () => 'unwritten');
  }

  /** Resolves when what is being written is written, or has failed. */
  allEnded(): Promise<void> {
    return this.#underWay.allEnded();
  }

  async #judge(
    write: () => Promise<void>,
    failed: (error: unknown) => void,
  ): Promise<'written' | 'unwritten'> {
    try {
      await orSilent(WRITE_LIMIT_MS, this.clock, write());
      return 'written';
    } catch (error) {
      failed(error);
      return 'unwritten';
    }
  }
}
