import type { Receipt } from '../providers/receipt-parser.js';
import type { Clock } from '../resilience/clock.js';

/** Waits between the tries, in ms. */
const WAITS_MS = [1000, 5000, 25_000];
/** Receipts held at most; whoever could sign more than that is the provider itself. */
const MAX_HELD = 10_000;

/** Receipts that could not be recorded yet, each tried again a few times. Lost when the process ends. */
export class HeldReceipts {
  readonly #cancels = new Map<Receipt, () => void>();

  constructor(
    private readonly clock: Clock,
    private readonly record: (receipt: Receipt) => Promise<'recorded' | 'to-be-retried'>,
  ) {}

  get size(): number {
    return this.#cancels.size;
  }

  /** @param givenUp hears of a receipt that will not be tried again */
  hold(receipt: Receipt, givenUp: () => void): void {
    if (this.#cancels.size < MAX_HELD) this.#wait(receipt, WAITS_MS, givenUp);
    else givenUp();
  }

  /** Forgets them all. */
  drop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #wait(receipt: Receipt, [waitMs, ...later]: readonly number[], givenUp: () => void): void {
    if (waitMs === undefined) {
      this.#cancels.delete(receipt);
      givenUp();
      return;
    }
    const tryAgain = async () => {
      const result = await this.record(receipt);
      // Dropped meanwhile.
      if (!this.#cancels.has(receipt)) return;
      if (result === 'recorded') this.#cancels.delete(receipt);
      else this.#wait(receipt, later, givenUp);
    };
    this.#cancels.set(
      receipt,
      this.clock.schedule(waitMs, () => void tryAgain()),
    );
  }
}
