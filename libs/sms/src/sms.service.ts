import { Inject, Injectable } from '@nestjs/common';
import { assertServed } from './guard/destination-policy.js';
import { assertIdempotencyKey } from './ledger/idempotency-key.js';
import { IdempotentSends } from './ledger/idempotent-sends.js';
import type { MessageRecord } from './ledger/message-record.js';
import { MessageRecords } from './ledger/message-records.js';
import { OutcomeStore } from './ledger/outcome-store.js';
import { refusalOf, takersOf } from './ledger/replaced-message.js';
import { type SentMessage, toldIfLost } from './ledger/sent-message.js';
import { codeText } from './message/code-message.js';
import type { CodeOutcome } from './message/code-outcome.js';
import { newMessageId } from './message/message-id.js';
import { normalise, type OutboundMessage } from './message/outbound-message.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from './providers/guarded-provider.js';
import { CLOCK, type Clock } from './resilience/clock.js';
import { Deadline } from './resilience/deadline.js';
import { Drain } from './resilience/drain.js';
import { RANDOM, type Random } from './resilience/random.js';
import { type Explanation, Explanations } from './routing/explanation.js';
import { failover } from './routing/failover.js';
import { type SharedTools, sharedToolsOf } from './routing/failover-tools.js';
import { endOf, endOfFailure, type HandoverEnd } from './routing/handover.js';
import { Router } from './routing/router.js';
import { undeliverableAfter } from './routing/undeliverable.error.js';
import type { SendCodeRequest, SendRequest } from './send-request.js';
import { destinationPolicyOf, SmsOptions } from './sms.options.js';

const NEVER = new AbortController().signal;

/** Sends text messages through whichever provider can carry them. Start reading here. */
@Injectable()
export class SmsService {
  readonly #router: Router;
  readonly #shared: SharedTools;
  readonly #drain = new Drain();
  readonly #explanations = new Explanations();
  readonly #idempotentSends: IdempotentSends;

  constructor(
    @Inject(GUARDED_PROVIDERS) providers: readonly GuardedProvider[],
    private readonly options: SmsOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) random: Random,
    outcomes: OutcomeStore,
    private readonly records: MessageRecords,
  ) {
    this.#router = new Router(providers);
    this.#idempotentSends = new IdempotentSends({
      store: outcomes,
      clock,
      windowMs: options.idempotencyWindowMs,
    });
    this.#shared = sharedToolsOf(options.failover, clock, random);
  }

  /**
   * Resolves once a provider has accepted the message; delivery is another matter.
   *
   * A notification whose first outcome is unknown resolves with status `unknown` and is not sent again.
   * After an ambiguous failure, or a hedge, a one-time code may arrive twice, with the same text. Without an
   * `idempotencyKey` every call sends; with one, a call may also resolve with what an earlier one was told, or as
   * `unknown` where the process that sent ended before it knew.
   *
   * @throws {InvalidRecipientError} when `to` cannot receive text messages; nothing was sent.
   * @throws {InvalidMessageError} when the text, or how long it is good for, cannot be sent; nothing was sent.
   * @throws {DestinationRefusedError} when the country is not served; nothing was sent.
   * @throws {InvalidIdempotencyKeyError} when the key is not 1 to 255 visible ASCII characters; nothing was sent.
   * @throws {IdempotencyConflictError} when the key was used for another message; nothing was sent.
   * @throws {IdempotencyUnavailableError} when the store of the keys is silent for the whole deadline; nothing was sent.
   * @throws {ClosedError} while shutting down; nothing was sent.
   * @throws {UndeliverableError} when no provider accepted it within the deadline, or the message that it replaces was
   *   refused for its recipient's sake, and nobody was asked; `maybeSent` tells the rest.
   */
  async send(request: SendRequest): Promise<SentMessage> {
    return this.#send(request, request.text);
  }

  /**
   * Sends a one-time code in the recipient's language; see {@link send} for the outcome.
   *
   * @throws as {@link send} does
   */
  async sendCode({
    to,
    avoid,
    replaces,
    signal,
    idempotencyKey,
    ...text
  }: SendCodeRequest): Promise<SentMessage> {
    const request: SendRequest = {
      to,
      text: codeText(text),
      purpose: 'one-time-code',
      validForSeconds: text.expiresInSeconds,
      ...(avoid !== undefined && { avoid }),
      ...(replaces !== undefined && { replaces }),
      ...(signal && { signal }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    };
    // A call that repeats this one later says fewer minutes, and means the same message.
    return this.#send(request, text.code);
  }

  /** Why a message went the way it went; `undefined` for one unknown here; the last 10 000 at least are known. */
  explain(messageId: string): Explanation | undefined {
    return this.#explanations.get(messageId);
  }

  /**
   * What became of a message; `undefined` for one the ledger does not have, or no longer.
   *
   * @throws whatever the ledger throws
   */
  status(messageId: string): Promise<MessageRecord | undefined> {
    return this.records.find(messageId);
  }

  /**
   * Keeps what came of the code in a message: `verified` when it was proven, `expired` when it died unproven. It is
   * not sent once more from then on, its text is erased, and the providers that want to know are told. May be called
   * twice; what was verified stays so. Without effect on a message the ledger does not have. Where a code was sent
   * again while it was proven, it concerns that message, too.
   *
   * @throws whatever the ledger throws
   */
  recordOutcome(messageId: string, outcome: CodeOutcome): Promise<void> {
    return this.records.codes.conclude(messageId, outcome);
  }

  /** Refuses new sends and resolves when those under way have ended, by a deadline that, with a key, may begin late. */
  async close(): Promise<void> {
    await this.#drain.close();
    await Promise.all([this.records.allEnded(), this.#idempotentSends.allEnded()]);
  }

  /** @param said what of the text has to be the same under the same key */
  #send(request: SendRequest, said: string): Promise<SentMessage> {
    const { avoid, replaces, signal = NEVER, idempotencyKey } = request;
    const message = normalise(request, newMessageId());
    assertServed(message.to, destinationPolicyOf(this.options));
    if (idempotencyKey !== undefined) assertIdempotencyKey(idempotencyKey);
    const known = avoid === undefined ? [] : [avoid];
    const handOver = () => this.#handOver(message, known, signal, replaces);
    return this.#drain.run(() => {
      if (idempotencyKey === undefined) return handOver();
      const once = {
        content: [message.to.e164, message.purpose, said],
        deadlineMs: this.#limitMsOf(message),
        ifLost: toldIfLost(message, this.#router.routeFor(known)),
        signal,
      };
      return this.#idempotentSends.once(idempotencyKey, once, handOver);
    });
  }

  async #handOver(
    message: OutboundMessage,
    avoid: readonly string[],
    signal: AbortSignal,
    replaces: string | undefined,
  ): Promise<SentMessage> {
    const deadline = new Deadline(this.clock, this.#limitMsOf(message));
    // Where its caller has given up nothing takes its place: it is still watched, and did not come to nothing.
    const replacesNothing = replaces === undefined || signal.aborted;
    const earlier = replacesNothing ? [] : await this.records.codes.callOff(replaces, deadline);
    const refusal = refusalOf(earlier);
    const route = this.#router.routeFor([...avoid, ...takersOf(earlier)]);
    const begun = await this.records.begin(message, route, deadline, replaces);
    const settle = (end: HandoverEnd): Promise<void> => {
      this.#explanations.keep(message, route, end, deadline.elapsedMs());
      return this.records.settle(begun, end);
    };
    try {
      if (refusal !== undefined) throw undeliverableAfter(refusal, message.id, route);
      const handover = await failover(message, route, { ...this.#shared, deadline, signal });
      await settle(endOf(handover));
      const { id, segments } = message;
      return { ...handover, id, segments, route: route.names, routeReason: route.reason };
    } catch (error) {
      const end = endOfFailure(error, signal);
      // A bug may have sent: the record stays as it is, for the search.
      if (end !== undefined) await settle(end);
      throw error;
    }
  }

  #limitMsOf({ purpose }: OutboundMessage): number {
    const { codeDeadlineMs, notificationDeadlineMs } = this.options.failover;
    return purpose === 'one-time-code' ? codeDeadlineMs : notificationDeadlineMs;
  }
}
