import { Fifo } from '../fifo.js';
import type { TakenMessage } from '../taken-messages.js';
import {
  DEFAULT_DELIVERY_LOG,
  type DeliveryLogSettings,
  deliveryLogSettingsOf,
} from './delivery-log.settings.js';

/** One event of a log group. */
export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

/** SNS has one log group for each. */
export type LogOutcome = 'SUCCESS' | 'FAILURE';

const PRICE_USD = 0.00645;
const DWELL_MS = 120;

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

  /** Draws what becomes of a message, unless another provider took it. */
  note(message: TakenMessage): void {
    if (message.provider !== 'aws-sns') return;
    const response = message.reason ?? this.#responseFor(message.to);
    const status = response.startsWith('Message has been accepted') ? 'SUCCESS' : 'FAILURE';
    const { delayMs } = this.#settings;
    this.#written += 1;
    const entries = this.#entries[status];
    entries.add({
      eventId: String(this.#written).padStart(56, '0'),
      timestamp: Date.parse(message.acceptedAt) + delayMs,
      message: JSON.stringify(entryOf(message, status, response, delayMs)),
    });
    if (entries.length > this.capacity) entries.dropOldest();
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

  #responseFor(number: string): string {
    const { response, failureShare, failureResponse, byNumber } = this.#settings;
    return (
      byNumber[number] ?? (failureShare > 0 && this.random() < failureShare ? failureResponse : response)
    );
  }
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html */
function entryOf(
  message: TakenMessage,
  status: LogOutcome,
  providerResponse: string,
  delayMs: number,
): object {
  const { id, to, acceptedAt, segments } = message;
  // What never reached a carrier has no price, no network and no parts.
  const isCarried = message.reason === undefined;
  return {
    notification: { messageId: id, timestamp: acceptedAt.replace('T', ' ').replace('Z', '') },
    delivery: {
      ...(isCarried && { phoneCarrier: 'Testbed Mobile', mnc: 1, mcc: 1, numberOfMessageParts: segments }),
      ...(isCarried && { priceInUSD: Number((PRICE_USD * segments).toFixed(5)) }),
      destination: to,
      smsType: 'Transactional',
      providerResponse,
      dwellTimeMs: DWELL_MS,
      ...(status === 'SUCCESS' && { dwellTimeMsUntilDeviceAck: DWELL_MS + delayMs }),
    },
    status,
  };
}
