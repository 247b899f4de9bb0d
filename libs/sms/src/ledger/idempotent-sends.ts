import { Logger } from '@nestjs/common';
import { orAborted } from '../resilience/or-aborted.js';
import { BookKeeping } from './book-keeping.js';
import { fingerprintOf, IdempotencyConflictError, keyDigestOf } from './idempotency-key.js';
import { KeyUse, type KeyUseTools, type OnceRequest, type UseResult } from './key-use.js';
import { retell } from './outcome.js';
import type { SentMessage } from './sent-message.js';

const SWEEP_EVERY_MS = 600_000;

/** Lets a key send once within its window, whatever the number of callers, processes and restarts. */
export class IdempotentSends {
  readonly #logger = new Logger('Sms');
  readonly #underWay = new Map<
    string,
    { readonly fingerprint: string; readonly result: Promise<UseResult> }
  >();
  #sweepDueAt = Number.NEGATIVE_INFINITY;

  readonly #tools: KeyUseTools;

  constructor(tools: Omit<KeyUseTools, 'books'>) {
    this.#tools = { ...tools, books: new BookKeeping(tools.clock) };
  }

  /**
   * Runs the send, or waits for the one under way under this key, or tells the first outcome again.
   *
   * What comes of `run` decides what the key stands for from then on:
   * - it resolves: that message, until the window ends;
   * - {@link UndeliverableError} and every attempt was of a kind that certainly sends nothing, or the caller gave up
   *   before anybody was asked: nothing; the key may be used again at once;
   * - {@link UndeliverableError} otherwise: the same error, and never a second send;
   * - any other error is a bug that may have sent: `ifLost`.
   *
   * A send whose process died is waited for until its deadline is well over, then told as `ifLost`: it is never
   * sent blindly again. A store that fails beforehand, or is silent, rejects the call, and nothing was sent; what it
   * may have kept of that is given back. One that fails afterwards takes nothing from the caller, and later callers are
   * told `ifLost`. A silent one is waited for as long as the send may take beforehand, and for a second within that
   * afterwards.
   *
   * @throws {IdempotencyConflictError} when the key was used for other content; nothing was sent.
   * @throws {IdempotencyUnavailableError} when the store is silent beforehand; nothing was sent.
   * @throws the signal's reason when this caller gave up waiting.
   * @throws whatever `run` throws, to all who share it.
   */
  async once(key: string, request: OnceRequest, run: () => Promise<SentMessage>): Promise<SentMessage> {
    const keyDigest = keyDigestOf(key);
    const use = new KeyUse(this.#tools, keyDigest, fingerprintOf(key, request.content), request, run);
    for (;;) {
      request.signal.throwIfAborted();
      const shared = this.#underWay.get(keyDigest);
      if (shared === undefined) return messageOf(await this.#begin(keyDigest, use));
      if (shared.fingerprint !== use.fingerprint) throw new IdempotencyConflictError();
      const result = await orAborted(shared.result, request.signal);
      if (result.result !== 'withdrawn') return messageOf(result);
    }
  }

  /** Resolves when what is still being kept of sends is kept, or the store has been silent for a second. */
  async allEnded(): Promise<void> {
    await this.#tools.books.allEnded();
  }

  #begin(keyDigest: string, use: KeyUse): Promise<UseResult> {
    this.#sweepWhenDue();
    const result = use.run().finally(() => this.#underWay.delete(keyDigest));
    this.#underWay.set(keyDigest, { fingerprint: use.fingerprint, result });
    return result;
  }

  /** Driven by use rather than by a timer: an application that sends nothing is not kept alive, nor its database busy. */
  #sweepWhenDue(): void {
    const { clock } = this.#tools;
    if (clock.elapsedMs() < this.#sweepDueAt) return;
    this.#sweepDueAt = clock.elapsedMs() + SWEEP_EVERY_MS;
    void this.#sweep();
  }

  async #sweep(): Promise<void> {
    const { store, clock } = this.#tools;
    try {
      await store.forget(clock.wallMs());
    } catch (error) {
      this.#logger.error({ msg: 'could not forget expired idempotency keys', err: error });
    }
  }
}

function messageOf(result: UseResult): SentMessage {
  if (result.result === 'settled') return retell(result.outcome);
  throw result.error;
}
