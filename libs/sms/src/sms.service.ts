import { Inject, Injectable, Logger } from '@nestjs/common';
import { assertServed } from './guard/destination-policy.js';
import { type CodeText, codeText } from './message/code-message.js';
import { newMessageId } from './message/message-id.js';
import { type MessageDraft, normalise, type OutboundMessage } from './message/outbound-message.js';
import { maskPhoneNumber } from './message/phone-number.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from './providers/guarded-provider.js';
import { CLOCK, type Clock } from './resilience/clock.js';
import { Deadline } from './resilience/deadline.js';
import { RANDOM, type Random } from './resilience/random.js';
import { failover, type Handover } from './routing/failover.js';
import { type Route, Router } from './routing/router.js';
import { UndeliverableError } from './routing/undeliverable.error.js';
import { SmsOptions } from './sms.options.js';

export interface SendOptions {
  /** Name of the provider that carried this text last time; it is asked last. */
  readonly avoid?: string;
  /** Gives up early; whatever is under way is aborted. */
  readonly signal?: AbortSignal;
}

export type SendRequest = Omit<MessageDraft, 'purpose'> &
  Partial<Pick<MessageDraft, 'purpose'>> &
  SendOptions;

export type SendCodeRequest = CodeText & Pick<MessageDraft, 'to'> & SendOptions;

/** A message handed over: `accepted` by a provider, or, for a notification, perhaps so. */
export type SentMessage = Handover & {
  /** Ours, ordered by time. */
  readonly id: string;
  /** Billed segments. */
  readonly segments: number;
  readonly reason: Route['reason'];
};

/** Sends text messages through whichever provider can carry them. Start reading here. */
@Injectable()
export class SmsService {
  readonly #logger = new Logger('Sms');
  readonly #router: Router;

  constructor(
    @Inject(GUARDED_PROVIDERS) providers: readonly GuardedProvider[],
    private readonly options: SmsOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) private readonly random: Random,
  ) {
    this.#router = new Router(providers);
  }

  /**
   * Resolves once a provider has accepted the message; delivery is another matter.
   *
   * A notification whose first outcome is unknown resolves with status `unknown` and is not sent again.
   * Not idempotent: after an ambiguous failure a one-time code may arrive twice, always with the same text.
   *
   * @throws {InvalidRecipientError} when `to` cannot receive text messages; nothing was sent.
   * @throws {InvalidMessageError} when the text cannot be sent; nothing was sent.
   * @throws {DestinationRefusedError} when the country is not served; nothing was sent.
   * @throws {UndeliverableError} when no provider accepted it within the deadline; `maybeSent` tells the rest.
   */
  async send(request: SendRequest): Promise<SentMessage> {
    const message = normalise({ purpose: 'notification', ...request }, newMessageId());
    assertServed(message.to, this.options);
    const route = this.#router.routeFor(request.avoid);
    return this.#handOver(message, route, request.signal);
  }

  /**
   * Sends a one-time code in the recipient's language; see {@link send} for the outcome.
   *
   * @throws as {@link send} does
   */
  sendCode({ to, avoid, signal, ...text }: SendCodeRequest): Promise<SentMessage> {
    return this.send({
      to,
      text: codeText(text),
      purpose: 'one-time-code',
      validForSeconds: Math.ceil(text.expiresInSeconds),
      ...(avoid !== undefined && { avoid }),
      ...(signal && { signal }),
    });
  }

  async #handOver(message: OutboundMessage, route: Route, signal?: AbortSignal): Promise<SentMessage> {
    const { codeDeadlineMs, notificationDeadlineMs } = this.options.failover;
    const limitMs = message.purpose === 'one-time-code' ? codeDeadlineMs : notificationDeadlineMs;
    using deadline = new Deadline(this.clock, limitMs, signal);
    try {
      const handover = await failover(message, route, { deadline, clock: this.clock, random: this.random });
      const sent = { ...handover, id: message.id, segments: message.segments, reason: route.reason };
      this.#logger.log({ msg: `message ${sent.status}`, ...factsOf(message), ...handover });
      return sent;
    } catch (error) {
      const { kind, attempts } =
        error instanceof UndeliverableError ? error : { kind: 'abandoned', attempts: [] };
      this.#logger.warn({ msg: 'message not accepted', ...factsOf(message), kind, attempts });
      throw error;
    }
  }
}

/** What a log line may say of a message: never its text, never the whole number. */
function factsOf({ id, to, purpose, segments }: OutboundMessage) {
  return { messageId: id, to: maskPhoneNumber(to.e164), country: to.country, purpose, segments };
}
