import { Logger } from '@nestjs/common';
import type { Clock } from '../resilience/clock.js';
import { UndeliverableError } from '../routing/undeliverable.error.js';
import { claimOrWait } from './claim-or-wait.js';
import { fingerprintOf, IdempotencyConflictError, keyDigestOf } from './idempotency-key.js';
import { mayHaveSent, type Outcome, retell, undeliverableOutcome } from './outcome.js';
import type { OutcomeStore } from './outcome-store.js';
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
type Ending =
  | { readonly ending: 'settled'; readonly outcome: Outcome }
  /** Certainly nothing was sent, and the key is free again. */
  | { readonly ending: 'released'; readonly error: unknown }
  /** The same, because its caller gave up: those who shared it go on without it. */
  | { readonly ending: 'withdrawn'; readonly error: unknown };

/** One use of a key. */
interface KeyUse {
  readonly keyDigest: string;
  readonly fingerprint: string;
  readonly request: OnceRequest;
  readonly run: () => Promise<SentMessage>;
}

const SWEEP_EVERY_MS = 600_000;

/** Lets a key send once within its window, whatever the number of callers, processes and restarts. */
export class IdempotentSends {
  readonly #logger = new Logger('Sms');
  readonly #underWay = new Map<string, { readonly fingerprint: string; readonly ending: Promise<Ending> }>();
  #sweepDueAt = Number.NEGATIVE_INFINITY;

  /** @param windowMs how long a key is remembered, from its first use */
  constructor(
    private readonly store: OutcomeStore,
    private readonly clock: Clock,
    private readonly windowMs: number,
  ) {}

  /**
   * Runs the send, or waits for the one under way under this key, or tells the first outcome again.
   *
   * What comes of `run` decides what the key stands for from then on:
   * - it resolves: that message, until the window ends;
   * - {@link UndeliverableError} and every attempt was of a kind that certainly sends nothing, or the caller gave up
   *   before anybody was asked: nothing; the key may be used again at once;
   * - {@link UndeliverableError} otherwise: the same error, and never a second send;
   * - any other error is a bug that may have sent: `ifAbandoned`.
   *
   * A send whose process died is waited for until its deadline is well over, then told as `ifAbandoned`: it is never
   * sent blindly again. A store that fails beforehand rejects the call, and nothing was sent; one that fails
   * afterwards takes nothing from the caller, and later callers are told `ifAbandoned`.
   *
   * @throws {IdempotencyConflictError} when the key was used for other content; nothing was sent.
   * @throws the signal's reason when this caller gave up waiting.
   * @throws whatever `run` throws, to all who share it.
   */
  async once(key: string, request: OnceRequest, run: () => Promise<SentMessage>): Promise<SentMessage> {
    const keyDigest = keyDigestOf(key);
    const fingerprint = fingerprintOf(key, request.content);
    for (;;) {
      request.signal.throwIfAborted();
      const shared = this.#underWay.get(keyDigest);
      if (shared === undefined) return messageOf(await this.#begin({ keyDigest, fingerprint, request, run }));
      if (shared.fingerprint !== fingerprint) throw new IdempotencyConflictError();
      const ending = await unlessAborted(shared.ending, request.signal);
      if (ending.ending !== 'withdrawn') return messageOf(ending);
    }
  }

  #begin(use: KeyUse): Promise<Ending> {
    const { keyDigest, fingerprint } = use;
    const ending = this.#carryOut(use).finally(() => this.#underWay.delete(keyDigest));
    this.#underWay.set(keyDigest, { fingerprint, ending });
    return ending;
  }

  async #carryOut(use: KeyUse): Promise<Ending> {
    this.#sweepWhenDue();
    const { keyDigest, fingerprint, request } = use;
    const { deadlineMs, ifAbandoned, signal } = request;
    const answer = await claimOrWait(this.store, this.clock, {
      keyDigest,
      fingerprint,
      holder: ifAbandoned.id,
      ifAbandoned: { result: 'sent', message: ifAbandoned },
      deadlineMs,
      windowMs: this.windowMs,
      signal,
    });
    switch (answer.claim) {
      case 'won':
        return this.#send(use);
      case 'settled':
        return { ending: 'settled', outcome: answer.outcome };
      case 'pending':
        if (signal.aborted) return { ending: 'withdrawn', error: signal.reason };
        return { ending: 'settled', outcome: answer.ifAbandoned };
      case 'conflict':
        throw new IdempotencyConflictError();
    }
  }

  async #send(use: KeyUse): Promise<Ending> {
    const { ifAbandoned, signal } = use.request;
    try {
      const message = await use.run();
      return await this.#settle(use, { result: 'sent', message });
    } catch (error) {
      if (error instanceof UndeliverableError && mayHaveSent(error))
        return this.#settle(use, undeliverableOutcome(error));
      if (error instanceof UndeliverableError || (signal.aborted && error === signal.reason)) {
        await this.#keep(use, () => this.store.release(use.keyDigest, ifAbandoned.id));
        return { ending: signal.aborted ? 'withdrawn' : 'released', error };
      }
      await this.#settle(use, { result: 'sent', message: ifAbandoned });
      throw error;
    }
  }

  async #settle(use: KeyUse, outcome: Outcome): Promise<Ending> {
    await this.#keep(use, () => this.store.settle(use.keyDigest, use.request.ifAbandoned.id, outcome));
    return { ending: 'settled', outcome };
  }

  /** Logs a failure to write rather than throw it: the caller must learn what came of a send that was made. */
  async #keep({ request }: KeyUse, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      const messageId = request.ifAbandoned.id;
      this.#logger.error({ msg: 'could not keep the outcome of a send', messageId, err: error });
    }
  }

  /** Driven by use rather than by a timer: an application that sends nothing is not kept alive, nor its database busy. */
  #sweepWhenDue(): void {
    if (this.clock.elapsedMs() < this.#sweepDueAt) return;
    this.#sweepDueAt = this.clock.elapsedMs() + SWEEP_EVERY_MS;
    this.store.forget(this.clock.wallMs()).catch((error: unknown) => {
      this.#logger.error({ msg: 'could not forget expired idempotency keys', err: error });
    });
  }
}

function messageOf(ending: Ending): SentMessage {
  if (ending.ending === 'settled') return retell(ending.outcome);
  throw ending.error;
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const giveUp = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
