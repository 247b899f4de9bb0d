import type { SmsProvider } from '../providers/sms-provider.js';
import { type MessageRecord, SETTLE_MARGIN_MS } from './message-record.js';

/** How long after a send without a known outcome the provider is asked for the message, in ms. */
const FIND_AFTER_MS = 10_000;
/** Each poll waits this many times as long as the one before; with `POLLS`, from 2 min to a day and a half. */
const POLL_FACTOR = 4;
const POLLS = 6;

/** Knows when a message has to be looked at again, by what its providers can be asked. */
export class FollowUp {
  readonly #findable: ReadonlySet<string>;
  readonly #pollable: ReadonlySet<string>;

  /** @param pollAfterMs silence after which a provider is asked what became of a message it accepted, in ms */
  constructor(
    providers: readonly SmsProvider[],
    private readonly pollAfterMs: number,
  ) {
    this.#findable = new Set(
      providers.filter((provider) => provider.find !== undefined).map(({ name }) => name),
    );
    this.#pollable = new Set(
      providers.filter((provider) => provider.lookUp !== undefined).map(({ name }) => name),
    );
  }

  /** The record with the time at which it is due again; never due for ever, since polls come to an end. */
  scheduled(record: MessageRecord, now: number): MessageRecord {
    return { ...record, dueAt: this.#dueAt(record, now) };
  }

  #dueAt(
    { status, attempts, settleBy, createdAt, contentUntil }: MessageRecord,
    now: number,
  ): number | undefined {
    if (status === 'sending') return settleBy + SETTLE_MARGIN_MS;
    if (status === 'unknown') {
      const isWorthIt = attempts.some(
        (attempt) => attempt.status === 'unknown' && this.#findable.has(attempt.provider),
      );
      return isWorthIt && contentUntil !== undefined ? now + FIND_AFTER_MS : undefined;
    }
    const mayBeAsked = attempts.some(
      (attempt) =>
        (attempt.status === 'accepted' || attempt.status === 'sent') &&
        attempt.providerMessageId !== undefined &&
        this.#pollable.has(attempt.provider),
    );
    if (!mayBeAsked || (status !== 'accepted' && status !== 'sent')) return undefined;
    let pollAfterMs = this.pollAfterMs;
    for (let poll = 1; poll <= POLLS; poll += 1, pollAfterMs *= POLL_FACTOR)
      if (createdAt + pollAfterMs > now) return createdAt + pollAfterMs;
    return undefined;
  }
}
