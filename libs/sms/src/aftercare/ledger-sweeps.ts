import type { MessageLedger } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import type { Clock } from '../resilience/clock.js';

/** Time between two erasures of what has died, two sweeps of what is too old, and two lessons, in ms. */
const ERASE_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 600_000;
const LEARN_EVERY_MS = 30_000;
/** Age at which nothing more is to be expected of nearly all messages, in ms: two lives of a code. */
const LEARN_AFTER_MS = 600_000;
/** How far back the first lesson goes, in ms, and how many messages there are in each, the latest. */
const LEARN_BACK_MS = 86_400_000;
const LESSON = 1000;

/** What has to be done to the whole ledger now and then. */
export class LedgerSweeps {
  #eraseAt = Number.NEGATIVE_INFINITY;
  #forgetAt = Number.NEGATIVE_INFINITY;
  #learnAt = Number.NEGATIVE_INFINITY;
  #learntUntil: number | undefined;

  /** @param learn hears of messages of some age, each once, whichever instance sent them */
  constructor(
    private readonly ledger: MessageLedger,
    private readonly retentionMs: number,
    private readonly learn: (records: readonly MessageRecord[]) => void,
    private readonly clock: Clock,
  ) {}

  /** Does what it is time for. @throws whatever the ledger throws; it is done when it is time again */
  async run(): Promise<void> {
    const elapsedMs = this.clock.elapsedMs();
    const now = this.clock.wallMs();
    if (elapsedMs >= this.#eraseAt) {
      await this.ledger.eraseContent(now);
      this.#eraseAt = elapsedMs + ERASE_EVERY_MS;
    }
    if (elapsedMs >= this.#forgetAt) {
      // Where there is much to forget it goes on for longer than it is waited for, and is not begun anew beside itself.
      this.#forgetAt = elapsedMs + FORGET_EVERY_MS;
      await this.ledger.forget(now - this.retentionMs);
    }
    if (elapsedMs >= this.#learnAt) {
      await this.#takeLesson(now - LEARN_AFTER_MS);
      this.#learnAt = elapsedMs + LEARN_EVERY_MS;
    }
  }

  async #takeLesson(until: number): Promise<void> {
    const after = this.#learntUntil ?? until - LEARN_BACK_MS;
    // A wall clock that was set back has nothing new to teach until it is where it was.
    if (until <= after) return;
    this.learn(await this.ledger.latest({ after, until, limit: LESSON }));
    this.#learntUntil = until;
  }
}
