import { Logger } from '@nestjs/common';
import type { Clock } from '../resilience/clock.js';
import { Deadline } from '../resilience/deadline.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import type { BookKeeping } from './book-keeping.js';
import { claimOrWait } from './claim-or-wait.js';
import { IdempotencyConflictError } from './idempotency-key.js';
import { type Outcome, undeliverableOutcome } from './outcome.js';
import type { ClaimAnswer, OutcomeStore } from './outcome-store.js';
import type { SentMessage } from './sent-message.js';

/** One caller's wish to send, with what has to be known of the send before it is made. */
export interface OnceRequest {
  /** Recipient, purpose and what the text says: whatever must be the same under the same key. */
  readonly content: readonly string[];
  /** Longest the send takes, in ms. */
  readonly deadlineMs: number;
  /** What is told of the send, under its message id, if its process ends before it knows. */
  readonly ifLost: SentMessage;
  /** The caller's own; ends its waiting, and the send where that is this caller's. */
  readonly signal: AbortSignal;
}

/** What came of one use of a key. */
export type UseResult =
  | { readonly result: 'settled'; readonly outcome: Outcome }
  /** Certainly nothing was sent, and the key is free again. */
  | { readonly result: 'released'; readonly error: unknown }
  /** The same, because its caller gave up: those who shared it go on without it. */
  | { readonly result: 'withdrawn'; readonly error: unknown };

/** What every use of a key needs. */
export interface KeyUseTools {
  readonly store: OutcomeStore;
  readonly clock: Clock;
  /** How long a key is remembered, from its first use. */
  readonly windowMs: number;
  readonly books: BookKeeping;
}

/** One use of an idempotency key: it claims the key, and sends if it won. */
export class KeyUse {
  readonly #logger = new Logger('Sms');

  constructor(
    private readonly tools: KeyUseTools,
    private readonly keyDigest: string,
    readonly fingerprint: string,
    private readonly request: OnceRequest,
    private readonly handOver: () => Promise<SentMessage>,
  ) {}

  /**
   * Sends, or learns what came of the send of another process.
   *
   * @throws {IdempotencyConflictError} when the key stands for another request; nothing was sent.
   * @throws {IdempotencyUnavailableError} when the store is silent; nothing was sent.
   * @throws whatever the store throws before the send, and whatever `handOver` throws that no send throws.
   */
  async run(): Promise<UseResult> {
    const { signal } = this.request;
    const answer = await this.#claim().catch((error: unknown) => {
      // The store may have given the key away before it failed, and nothing is sent under it.
      void this.#release();
      if (this.#hasGivenUp(error)) return { claim: 'unanswered' as const };
      throw error;
    });
    if (answer.claim === 'won') return this.#send();
    if (answer.claim === 'conflict') throw new IdempotencyConflictError();
    if (answer.claim === 'settled') return { result: 'settled', outcome: answer.outcome };
    if (signal.aborted || answer.claim === 'unanswered') return { result: 'withdrawn', error: signal.reason };
    return { result: 'settled', outcome: answer.ifLost };
  }

  #claim(): Promise<ClaimAnswer> {
    const { store, clock, windowMs } = this.tools;
    const { ifLost, deadlineMs, signal } = this.request;
    return claimOrWait(store, clock, {
      keyDigest: this.keyDigest,
      fingerprint: this.fingerprint,
      holder: ifLost.id,
      ifLost: { result: 'sent', message: ifLost },
      deadlineMs,
      windowMs,
      signal,
      late: () => void this.#release(),
    });
  }

  async #send(): Promise<UseResult> {
    const { ifLost, deadlineMs, signal } = this.request;
    const deadline = new Deadline(this.tools.clock, deadlineMs);
    try {
      return await this.#settle({ result: 'sent', message: await this.handOver() }, deadline);
    } catch (error) {
      if (error instanceof UndeliverableError && error.maybeSent)
        return this.#settle(undeliverableOutcome(error), deadline);
      if (error instanceof UndeliverableError || this.#hasGivenUp(error)) {
        await this.#release(deadline.remainingMs());
        return { result: signal.aborted ? 'withdrawn' : 'released', error };
      }
      await this.#settle({ result: 'sent', message: ifLost }, deadline);
      throw error;
    }
  }

  #hasGivenUp(error: unknown): boolean {
    const { signal } = this.request;
    return signal.aborted && error === signal.reason;
  }

  async #settle(outcome: Outcome, deadline: Deadline): Promise<UseResult> {
    const holder = this.request.ifLost.id;
    await this.#keep(deadline.remainingMs(), () => this.tools.store.settle(this.keyDigest, holder, outcome));
    return { result: 'settled', outcome };
  }

  #release(patienceMs = Number.POSITIVE_INFINITY): Promise<void> {
    const holder = this.request.ifLost.id;
    return this.#keep(patienceMs, () => this.tools.store.release(this.keyDigest, holder));
  }

  /** Logs a failure to write instead of throwing it: the caller must learn what came of a send that was made. */
  async #keep(patienceMs: number, write: () => Promise<void>): Promise<void> {
    await this.tools.books.write(patienceMs, write, (error) => {
      const messageId = this.request.ifLost.id;
      this.#logger.error({ msg: 'could not keep the outcome of a send', messageId, err: error });
    });
  }
}
