import { Logger } from '@nestjs/common';
import type { Clock } from '../resilience/clock.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
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
  readonly ifAbandoned: SentMessage;
  /** The caller's own; ends its waiting, and the send where that is this caller's. */
  readonly signal: AbortSignal;
}

/** How this process's part in a send ended. */
export type Ending =
  | { readonly ending: 'settled'; readonly outcome: Outcome }
  /** Certainly nothing was sent, and the key is free again. */
  | { readonly ending: 'released'; readonly error: unknown }
  /** The same, because its caller gave up: those who shared it go on without it. */
  | { readonly ending: 'withdrawn'; readonly error: unknown };

/** What every use of a key needs. */
export interface KeyUseTools {
  readonly store: OutcomeStore;
  readonly clock: Clock;
  /** How long a key is remembered, from its first use. */
  readonly windowMs: number;
}

/** One use of an idempotency key: it claims the key, and sends if it won. */
export class KeyUse {
  readonly #logger = new Logger('Sms');

  constructor(
    private readonly tools: KeyUseTools,
    private readonly keyDigest: string,
    readonly fingerprint: string,
    private readonly request: OnceRequest,
    private readonly run: () => Promise<SentMessage>,
  ) {}

  /**
   * Sends, or learns what came of the send of another process.
   *
   * @throws {IdempotencyConflictError} when the key stands for another request; nothing was sent.
   * @throws whatever the store throws before the send, and whatever `run` throws that no send throws.
   */
  async end(): Promise<Ending> {
    const { signal } = this.request;
    const answer = await this.#claim();
    if (answer.claim === 'won') return this.#send();
    if (answer.claim === 'conflict') throw new IdempotencyConflictError();
    if (answer.claim === 'settled') return { ending: 'settled', outcome: answer.outcome };
    if (signal.aborted) return { ending: 'withdrawn', error: signal.reason };
    return { ending: 'settled', outcome: answer.ifAbandoned };
  }

  #claim(): Promise<ClaimAnswer> {
    const { store, clock, windowMs } = this.tools;
    const { ifAbandoned, deadlineMs, signal } = this.request;
    return claimOrWait(store, clock, {
      keyDigest: this.keyDigest,
      fingerprint: this.fingerprint,
      holder: ifAbandoned.id,
      ifAbandoned: { result: 'sent', message: ifAbandoned },
      deadlineMs,
      windowMs,
      signal,
    });
  }

  async #send(): Promise<Ending> {
    const { ifAbandoned, signal } = this.request;
    try {
      return await this.#settle({ result: 'sent', message: await this.run() });
    } catch (error) {
      if (error instanceof UndeliverableError && error.maybeSent)
        return this.#settle(undeliverableOutcome(error));
      if (error instanceof UndeliverableError || (signal.aborted && error === signal.reason)) {
        await this.#keep(() => this.tools.store.release(this.keyDigest, ifAbandoned.id));
        return { ending: signal.aborted ? 'withdrawn' : 'released', error };
      }
      await this.#settle({ result: 'sent', message: ifAbandoned });
      throw error;
    }
  }

  async #settle(outcome: Outcome): Promise<Ending> {
    const { store } = this.tools;
    await this.#keep(() => store.settle(this.keyDigest, this.request.ifAbandoned.id, outcome));
    return { ending: 'settled', outcome };
  }

  /** Logs a failure to write instead of throwing it: the caller must learn what came of a send that was made. */
  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const messageId = this.request.ifAbandoned.id;
      this.#logger.error({ msg: 'could not keep the outcome of a send', messageId, err: error });
    }
  }
}
