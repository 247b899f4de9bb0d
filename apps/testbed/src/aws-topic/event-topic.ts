import { randomUUID } from 'node:crypto';
import type { TakenMessage } from '../taken-messages.js';
import { eumEventOf } from './eum-event.js';
import { DEFAULT_TOPIC, type TopicSettings, topicSettingsOf } from './topic.settings.js';
import type { TopicAuthority, TopicMembers } from './topic-authority.js';

const MOST_ATTEMPTS = 4;
const ANSWER_LIMIT_MS = 15_000;

type Subscription =
  | { readonly state: 'none' }
  | { readonly state: 'pending' | 'confirmed'; readonly token: string };

/** A topic of SNS that carries the events of End User Messaging to one HTTP endpoint, once that has confirmed. */
export class EventTopic {
  #settings = DEFAULT_TOPIC;
  #subscription: Subscription = { state: 'none' };
  readonly #timers = new Set<NodeJS.Timeout>();

  /** @param told hears of each event as it is sent */
  constructor(
    readonly authority: TopicAuthority,
    private readonly random: () => number,
    private readonly now: () => Date,
    private readonly told: (message: TakenMessage, eventType: string) => void,
  ) {}

  get settings(): TopicSettings {
    return this.#settings;
  }

  get subscription(): Subscription['state'] {
    return this.#subscription.state;
  }

  /**
   * Changes whom is told, what, and how; what is left out stays. Another `url` is asked to confirm first.
   *
   * @throws {InvalidRequestError} when a setting cannot be; nothing is changed.
   */
  change(change: Partial<TopicSettings>): void {
    this.changeFrom(change);
  }

  /** Does the same as {@link change} for a change that nothing is known of yet, such as a JSON body. */
  changeFrom(change: unknown): void {
    const settings = topicSettingsOf(change, this.#settings);
    const isMoved = settings.url !== this.#settings.url;
    this.#settings = settings;
    if (!isMoved) return;
    this.#subscription = { state: 'none' };
    if (settings.url === '') return;
    const token = randomUUID().replaceAll('-', '');
    this.#subscription = { state: 'pending', token };
    this.#later(0, () => this.#send(this.#confirmationOf(token)));
  }

  /** Confirms the subscription by its token; false when it is another's. */
  confirm(token: string): boolean {
    if (this.#subscription.state === 'none' || this.#subscription.token !== token) return false;
    this.#subscription = { state: 'confirmed', token };
    return true;
  }

  /** Draws what is told of a message, unless another provider took it or nobody is subscribed. */
  note(message: TakenMessage): void {
    if (message.provider !== 'aws-eum' || this.#settings.url === '') return;
    const { delayMs, lostShare, doubledShare } = this.#settings;
    const events = this.#eventsFor(message.to)
      .filter(() => this.random() >= lostShare)
      .flatMap((event) => (this.random() < doubledShare ? [event, event] : [event]));
    this.#later(delayMs, async () => {
      for (const event of events) await this.#tell(message, event);
    });
  }

  /** Signs a text and brings it to the endpoint, whatever it holds; settles once that has answered. */
  async publish(text: string): Promise<void> {
    await this.#send(this.#membersOf('Notification', text));
  }

  /** Forgets the endpoint and what was still to be told. */
  reset(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#settings = DEFAULT_TOPIC;
    this.#subscription = { state: 'none' };
  }

  #eventsFor(number: string): readonly string[] {
    const { event, byNumber, lyingShare, reorderedShare } = this.#settings;
    const truth = byNumber[number] ?? event;
    const last = this.random() < lyingShare ? oppositeOf(truth) : truth;
    const events = ['TEXT_QUEUED', 'TEXT_SENT', last];
    return this.random() < reorderedShare ? events.toReversed() : events;
  }

  async #tell(message: TakenMessage, eventType: string): Promise<void> {
    if (this.#subscription.state !== 'confirmed') return;
    this.told(message, eventType);
    await this.publish(eumEventOf(message, eventType, this.now()));
  }

  #confirmationOf(Token: string): TopicMembers {
    const { topicArn, origin } = this.authority;
    const text = `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm, visit the SubscribeURL.`;
    const query = `Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${Token}`;
    return {
      ...this.#membersOf('SubscriptionConfirmation', text),
      Token,
      SubscribeURL: `${origin}/?${query}`,
    };
  }

  #membersOf(Type: string, Message: string): TopicMembers {
    const { topicArn: TopicArn } = this.authority;
    return { Type, MessageId: randomUUID(), TopicArn, Message, Timestamp: this.now().toISOString() };
  }

  /** SNS tries again after 5xx or silence, and takes any other answer for a delivery. */
  async #send(members: TopicMembers, attempt = 1): Promise<void> {
    const { url, signatureVersion, retryDelayMs } = this.#settings;
    if (url === '') return;
    const body = await this.authority.signed(members, signatureVersion);
    const status = await post(url, members, body);
    if (status < 500 || attempt >= MOST_ATTEMPTS) return;
    this.#later(retryDelayMs, () => this.#send(members, attempt + 1));
  }

  #later(delayMs: number, task: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void task();
    }, delayMs);
    this.#timers.add(timer.unref());
  }
}

/** The status of the answer; 599 without one. */
async function post(url: string, { Type = '', MessageId = '', TopicArn = '' }: TopicMembers, body: string) {
  const headers = {
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': Type,
    'x-amz-sns-message-id': MessageId,
    'x-amz-sns-topic-arn': TopicArn,
  };
  try {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 599;
  }
}

function oppositeOf(event: string): string {
  return event === 'TEXT_DELIVERED' ? 'TEXT_CARRIER_UNREACHABLE' : 'TEXT_DELIVERED';
}
