import type { SmsProvider } from '../providers/sms-provider.js';
import { type MessageRecord, resendCauseOf, SETTLE_MARGIN_MS } from './message-record.js';

/** What there is to do about a message that is due. */
export type Duty =
  /** Its process ended while it was sent, or its outcome is unknown: whoever may have it is asked. */
  | 'find'
  /** The same of one that was being sent once more. */
  | 'find-resend'
  /** It failed, or was silent for too long: it is sent once more. */
  | 'resend'
  /** Providers are told what came of its code. */
  | 'report'
  /** Its provider is asked what became of it. */
  | 'poll';

/** How long after a send without a known outcome the provider is asked for the message, in ms. */
const FIND_AFTER_MS = 10_000;
/** Each poll waits this many times as long as the one before; with `POLLS`, from 2 min to a day and a half. */
const POLL_FACTOR = 4;
const POLLS = 6;

/** Knows when a message has to be looked at again, and for what, by what its providers can be asked and told. */
export class FollowUp {
  readonly #findable: ReadonlySet<string>;
  readonly #pollable: ReadonlySet<string>;
  readonly #tellable: ReadonlySet<string>;

  /** @param pollAfterMs silence after which a provider is asked what became of a message it accepted, in ms */
  constructor(
    providers: readonly SmsProvider[],
    private readonly pollAfterMs: number,
  ) {
    const namesWith = (can: keyof SmsProvider) =>
      new Set(providers.filter((provider) => provider[can] !== undefined).map(({ name }) => name));
    this.#findable = namesWith('find');
    this.#pollable = namesWith('lookUp');
    this.#tellable = namesWith('reportOutcome');
  }

  /** The record with the time at which it is due again; never due for ever, since polls come to an end. */
  scheduled(record: MessageRecord, now: number): MessageRecord {
    return { ...record, dueAt: this.#dueAt(record, now) };
  }

  /** What a message is due for, the most urgent first. */
  dutyOf(record: MessageRecord, now: number): Duty {
    const { status, watch, outcome } = record;
    if (status === 'sending' || status === 'unknown') return 'find';
    if (watch.state === 'resending' && watch.settleBy + SETTLE_MARGIN_MS <= now) return 'find-resend';
    if (resendCauseOf(record, now) !== undefined) return 'resend';
    return outcome?.report.state === 'due' && outcome.report.at <= now ? 'report' : 'poll';
  }

  /** Whether a provider that took the message wants to know what came of its code. */
  isReportWanted({ attempts }: MessageRecord): boolean {
    return attempts.some(
      ({ provider, providerMessageId }) => providerMessageId !== undefined && this.#tellable.has(provider),
    );
  }

  #dueAt(record: MessageRecord, now: number): number | undefined {
    if (record.status === 'sending') return record.settleBy + SETTLE_MARGIN_MS;
    if (record.status === 'unknown') return this.#isFindable(record) ? now + FIND_AFTER_MS : undefined;
    const times = [watchedAt(record, now), reportedAt(record), this.#polledAt(record, now)];
    const due = times.filter((at) => at !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  #isFindable({ attempts, contentUntil }: MessageRecord): boolean {
    if (contentUntil === undefined) return false;
    return attempts.some(({ status, provider }) => status === 'unknown' && this.#findable.has(provider));
  }

  #polledAt({ status, attempts, createdAt }: MessageRecord, now: number): number | undefined {
    if (status !== 'accepted' && status !== 'sent') return undefined;
    const mayBeAsked = attempts.some(
      (attempt) =>
        (attempt.status === 'accepted' || attempt.status === 'sent') &&
        attempt.providerMessageId !== undefined &&
        this.#pollable.has(attempt.provider),
    );
    if (!mayBeAsked) return undefined;
    let pollAfterMs = this.pollAfterMs;
    for (let poll = 1; poll <= POLLS; poll += 1, pollAfterMs *= POLL_FACTOR)
      if (createdAt + pollAfterMs > now) return createdAt + pollAfterMs;
    return undefined;
  }
}

function watchedAt(record: MessageRecord, now: number): number | undefined {
  const { watch } = record;
  if (watch.state === 'resending') return watch.settleBy + SETTLE_MARGIN_MS;
  if (watch.state !== 'armed') return undefined;
  return resendCauseOf(record, now) === 'failed' ? now : watch.silentAt;
}

function reportedAt({ outcome }: MessageRecord): number | undefined {
  return outcome?.report.state === 'due' ? outcome.report.at : undefined;
}
