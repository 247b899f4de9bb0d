import { Fifo } from '../fifo.js';
import type { TakenMessage } from '../taken-messages.js';
import {
  DEFAULT_DELIVERY_LOG,
  type DeliveryLogSettings,
  deliveryLogSettingsOf,
} from './delivery-log.settings.js';
import { BY_CARRIER, BY_PHONE, entryOf, type LogOutcome, outcomeOf } from './log-entry.js';

/** One event of a log group. */
export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

/** What SNS writes of its messages into CloudWatch Logs; how each fares is drawn when it is taken. */
export class DeliveryLog {
  #settings = DEFAULT_DELIVERY_LOG;
  #entries: Record<LogOutcome, Fifo<LogEvent>> = { SUCCESS: new Fifo(), FAILURE: new Fifo() };
  #written = 0;

  /** @param capacity entries kept of each outcome; the oldest goes first */
  constructor(
    private readonly capacity: number,
    private readonly random: () => number,
  ) {}

  get settings(): DeliveryLogSettings {
    return this.#settings;
  }

  /**
   * Changes what is written from now on; what is left out stays.
   *
   * @throws {InvalidRequestError} when a setting cannot be; nothing is changed.
   */
  change(change: Partial<DeliveryLogSettings>): void {
    this.changeFrom(change);
  }

  /** Does the same as {@link change} for a change that nothing is known of yet, such as a JSON body. */
  changeFrom(change: unknown): void {
    this.#settings = deliveryLogSettingsOf(change, this.#settings);
  }

  /** Draws what is told of a message, unless another provider took it. */
  note(message: TakenMessage): void {
    if (message.provider !== 'aws-sns') return;
    const { delayMs, lostShare, doubledShare } = this.#settings;
    const acceptedAtMs = Date.parse(message.acceptedAt);
    const responses = this.#responsesFor(message).filter(() => !this.#comesUp(lostShare));
    for (const [place, response] of responses.entries()) {
      const atMs = acceptedAtMs + delayMs + place;
      this.#write(message, response, atMs);
      if (this.#comesUp(doubledShare)) this.#write(message, response, atMs);
    }
  }

  /** Whether CloudWatch has a group for the outcome: it has none before the first entry. */
  hasGroup(outcome: LogOutcome): boolean {
    return this.#entries[outcome].length > 0;
  }

  /** The entries from one time to another, both included, oldest first. */
  entries(outcome: LogOutcome, fromMs: number, toMs: number): readonly LogEvent[] {
    return [...this.#entries[outcome].newestFirst()]
      .filter(({ timestamp }) => timestamp >= fromMs && timestamp <= toMs)
      .toSorted((a, b) => a.timestamp - b.timestamp);
  }

  /** Forgets the settings too. */
  reset(): void {
    this.clear();
    this.#settings = DEFAULT_DELIVERY_LOG;
  }

  clear(): void {
    this.#entries = { SUCCESS: new Fifo(), FAILURE: new Fifo() };
  }

  #write(message: TakenMessage, response: string, timestamp: number): void {
    const outcome = outcomeOf(response);
    this.#written += 1;
    const entries = this.#entries[outcome];
    entries.add({
      eventId: String(this.#written).padStart(56, '0'),
      timestamp,
      message: JSON.stringify(entryOf(message, response, this.#settings.delayMs)),
    });
    if (entries.length > this.capacity) entries.dropOldest();
  }

  /** In the order they are written in. */
  #responsesFor({ to, reason }: TakenMessage): readonly string[] {
    const { failureResponse, lyingShare, reorderedShare } = this.#settings;
    const truth = reason ?? this.#responseOf(to);
    const opposite = outcomeOf(truth) === 'SUCCESS' ? failureResponse : BY_PHONE;
    const last = this.#comesUp(lyingShare) ? opposite : truth;
    return this.#comesUp(reorderedShare) ? [last, BY_CARRIER] : [last];
  }

  #responseOf(number: string): string {
    const { response, failureShare, failureResponse, byNumber } = this.#settings;
    return byNumber[number] ?? (this.#comesUp(failureShare) ? failureResponse : response);
  }

  #comesUp(share: number): boolean {
    return share > 0 && this.random() < share;
  }
}
