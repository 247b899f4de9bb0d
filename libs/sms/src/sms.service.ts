import { Inject, Injectable } from '@nestjs/common';
import { assertServed } from './guard/destination-policy.js';
import { type CodeText, codeText } from './message/code-message.js';
import { newMessageId } from './message/message-id.js';
import { type MessageDraft, normalise, type OutboundMessage } from './message/outbound-message.js';
import { GUARDED_PROVIDERS, type GuardedProvider } from './providers/guarded-provider.js';
import { Budget } from './resilience/budget.js';
import { CLOCK, type Clock } from './resilience/clock.js';
import { Deadline } from './resilience/deadline.js';
import { Drain } from './resilience/drain.js';
import { RANDOM, type Random } from './resilience/random.js';
import type { FailoverTools } from './routing/contest.js';
import { type Explanation, Explanations } from './routing/explanation.js';
import { failover } from './routing/failover.js';
import type { Handover } from './routing/handover.js';
import { type Route, Router } from './routing/router.js';
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
  readonly routeReason: Route['reason'];
};

const NEVER = new AbortController().signal;

/** Sends text messages through whichever provider can carry them. Start reading here. */
@Injectable()
export class SmsService {
  readonly #router: Router;
  /** What all sends share. */
  readonly #shared: Omit<FailoverTools, 'deadline' | 'signal'>;
  readonly #drain = new Drain();
  readonly #explanations: Explanations;

  constructor(
    @Inject(GUARDED_PROVIDERS) providers: readonly GuardedProvider[],
    private readonly options: SmsOptions,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOM) random: Random,
  ) {
    const { retryBurst, retryShare, hedgeBurst, hedgeShare } = options.failover;
    this.#router = new Router(providers);
    this.#explanations = new Explanations(clock);
    this.#shared = {
      clock,
      random,
      retryBudget: new Budget({ capacity: retryBurst, perCall: retryShare }),
      hedgeBudget: new Budget({ capacity: hedgeBurst, perCall: hedgeShare }),
    };
  }

  /**
   * Resolves once a provider has accepted the message; delivery is another matter.
   *
   * A notification whose first outcome is unknown resolves with status `unknown` and is not sent again.
   * Not idempotent: after an ambiguous failure, or a hedge, a one-time code may arrive twice, with the same text.
   *
   * @throws {InvalidRecipientError} when `to` cannot receive text messages; nothing was sent.
   * @throws {InvalidMessageError} when the text cannot be sent; nothing was sent.
   * @throws {DestinationRefusedError} when the country is not served; nothing was sent.
   * @throws {ClosedError} while shutting down; nothing was sent.
   * @throws {UndeliverableError} when no provider accepted it within the deadline; `maybeSent` tells the rest.
   */
  async send(request: SendRequest): Promise<SentMessage> {
    const message = normalise({ purpose: 'notification', ...request }, newMessageId());
    assertServed(message.to, this.options);
    const route = this.#router.routeFor(request.avoid);
    return this.#drain.run(() => this.#handOver(message, route, request.signal));
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

  /** Why a message went the way it went; `undefined` for one unknown here or not among the last 10 000. */
  explain(messageId: string): Explanation | undefined {
    return this.#explanations.get(messageId);
  }

  /** Refuses new sends and resolves when those under way have ended, each at the latest by its deadline. */
  close(): Promise<void> {
    return this.#drain.close();
  }

  async #handOver(message: OutboundMessage, route: Route, signal = NEVER): Promise<SentMessage> {
    const deadline = new Deadline(this.clock, this.#limitMsOf(message));
    const tools = { ...this.#shared, deadline, signal };
    const handover = await this.#explanations.follow(message, route, failover(message, route, tools));
    return { ...handover, id: message.id, segments: message.segments, routeReason: route.reason };
  }

  #limitMsOf({ purpose }: OutboundMessage): number {
    const { codeDeadlineMs, notificationDeadlineMs } = this.options.failover;
    return purpose === 'one-time-code' ? codeDeadlineMs : notificationDeadlineMs;
  }
}
