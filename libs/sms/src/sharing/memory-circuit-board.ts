import { CircuitBoard, type CircuitNotice } from './circuit-board.js';

/** Notices among those in this process, lost when it ends; for a single instance, and for tests of several. */
export class MemoryCircuitBoard implements CircuitBoard {
  readonly #notices = new Map<string, CircuitNotice>();

  async post(notice: CircuitNotice): Promise<void> {
    const known = this.#notices.get(notice.circuit);
    if (known === undefined || known.at < notice.at) this.#notices.set(notice.circuit, notice);
  }

  async read(since: number): Promise<readonly CircuitNotice[]> {
    return [...this.#notices.values()].filter(({ at }) => at >= since);
  }
}
