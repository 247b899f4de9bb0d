import type { Receipt } from '../providers/receipt-parser.js';
import type { Clock } from '../resilience/clock.js';

/** Waits between the tries, in ms. */
const WAITS_MS = [1000, 5000, 25_000];
/** Receipts held at most; whoever could sign more than that is the provider itself. */
const MAX_HELD = 10_000;

/**
 * What trying to record a receipt came to: with `no-ledger` nobody knows whether it is about a message, with `too-early`
 * it names one of ours that is still being sent.
 */
export type Recording = 'recorded' | 'unmatched' | 'too-early' | 'no-ledger';

/**
 * Receipts about no message that is known yet, each tried again a few times; a try that the ledger did not answer is
 * none, and the last is not over while the message it names is being sent. Lost when the process is killed.
 */
export class HeldReceipts {
  readonly #held = new Map<Receipt, Held>();

  constructor(
    private readonly clock: Clock,
    private readonly record: (receipt: Receipt) => Promise<Recording>,
  ) {}

  get size(): number {
    return this.#held.size;
  }

  /** @param givenUp hears of a receipt that will not be tried again */
  hold(receipt: Receipt, givenUp: () => void): void {
    if (this.#held.size < MAX_HELD) this.#wait(receipt, WAITS_MS, givenUp);
    else givenUp();
  }

  /** Tries each once more, now, and holds none any more; once the ledger does not answer, none of the rest is tried. */
  async close(): Promise<void> {
    const held = [...this.#held];
    this.#held.clear();
    for (const [, { cancel }] of held) cancel();
    let result: Recording = 'recorded';
    for (const [receipt, { givenUp }] of held) {
      // A shutdown that waited for each would not end.
      if (result !== 'no-ledger') result = await this.record(receipt);
      if (result !== 'recorded') givenUp();
    }
  }

  #wait(receipt: Receipt, waits: readonly number[], givenUp: () => void): void {
    const [waitMs] = waits;
    if (waitMs === undefined) {
      this.#held.delete(receipt);
      givenUp();
      return;
    }
    const tryAgain = async () => {
      const result = await this.record(receipt);
      // Closed meanwhile.
      if (!this.#held.has(receipt)) return;
      if (result === 'recorded') this.#held.delete(receipt);
      else this.#wait(receipt, waitsAfter(result, waits), givenUp);
    };
    const cancel = this.clock.schedule(waitMs, () => void tryAgain());
    this.#held.set(receipt, { cancel, givenUp });
  }
}

function waitsAfter(result: Exclude<Recording, 'recorded'>, waits: readonly number[]): readonly number[] {
  const isLast = waits.length === 1;
  return result === 'no-ledger' || (result === 'too-early' && isLast) ? waits : waits.slice(1);
}

interface Held {
  readonly cancel: () => void;
  readonly givenUp: () => void;
}
