import type { SmsProvider } from '../providers/sms-provider.js';
import { lacksId } from './message-attempt.js';
import { isContentNeeded, type MessageRecord, resendCauseOf, SETTLE_MARGIN_MS } from './message-record.js';
import type { MessageStatus } from './message-status.js';

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
  /** A provider took it under an id that did not arrive, and is asked for that. */
  | 'find-id'
  /** Its provider is asked what became of it. */
  | 'poll';

/** How long after a send without a known outcome, or a known id, the provider is asked for the message, in ms. */
const FIND_AFTER_MS = 10_000;
/** Each question waits this many times as long as the one before. */
const WAIT_FACTOR = 4;
/** Questions for an id at most: after 10 s, 40 s and 160 s. */
const FINDS = 3;
/** Polls at most: from 2 min to a day and a half. */
const POLLS = 6;

/** Knows when a message has to be looked at again, and for what, by what its providers can be asked and told. */
export class DutySchedule {
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

  /**
   * The record with the time it is due next. That ends: each kind of question has a last one. Content that is kept only
   * to search for an id goes after the last search. A report nobody was to be told of is due once somebody wants to know.
   */
  withDueAt(record: MessageRecord, now: number): MessageRecord {
    const isKept = isContentNeeded(record) || this.#soughtAt(record, now) !== undefined;
    const contentUntil = isKept ? record.contentUntil : undefined;
    const reported = this.#isReportWanted(record) ? withReportDue(record, now) : record;
    return { ...reported, contentUntil, dueAt: this.#dueAt(reported, now) };
  }

  /** What a message is due for, the most urgent first. */
  dutyOf(record: MessageRecord, now: number): Duty {
    const { status, watch, codeOutcome } = record;
    if (status === 'sending' || status === 'unknown') return 'find';
    if (watch.state === 'resending' && watch.settleBy + SETTLE_MARGIN_MS <= now) return 'find-resend';
    if (resendCauseOf(record, now) !== undefined) return 'resend';
    if (codeOutcome?.report.state === 'due' && codeOutcome.report.at <= now) return 'report';
    return this.isIdSought(record) ? 'find-id' : 'poll';
  }

  /** Whether a provider that took the message, and can be searched, has to be asked for the id; nobody is once its code was used. */
  isIdSought({ status, attempts, codeOutcome, contentUntil }: MessageRecord): boolean {
    if (contentUntil === undefined || codeOutcome !== undefined || !isUnderWay(status)) return false;
    return attempts.some((attempt) => lacksId(attempt) && this.#findable.has(attempt.provider));
  }

  #dueAt(record: MessageRecord, now: number): number | undefined {
    if (record.status === 'sending') return record.settleBy + SETTLE_MARGIN_MS;
    if (record.status === 'unknown') return this.#isFindable(record) ? now + FIND_AFTER_MS : undefined;
    const asked = [this.#soughtAt(record, now), this.#polledAt(record, now)];
    const times = [watchedAt(record, now), reportedAt(record), ...asked];
    const due = times.filter((at) => at !== undefined);
    return due.length === 0 ? undefined : Math.min(...due);
  }

  /** Whether a provider that took the message wants to know what came of its code. */
  #isReportWanted({ attempts }: MessageRecord): boolean {
    return attempts.some(
      ({ provider, providerMessageId }) => providerMessageId !== undefined && this.#tellable.has(provider),
    );
  }

  #isFindable({ attempts, contentUntil }: MessageRecord): boolean {
    if (contentUntil === undefined) return false;
    return attempts.some(({ status, provider }) => status === 'unknown' && this.#findable.has(provider));
  }

  /** Well before silence counts: receipts are heard only once the id is known. */
  #soughtAt(record: MessageRecord, now: number): number | undefined {
    if (!this.isIdSought(record)) return undefined;
    const { watch, attempts, createdAt, contentUntil = 0 } = record;
    const acceptedAt = Math.max(
      ...attempts.filter(lacksId).map((attempt) => attempt.acceptedAt ?? createdAt),
    );
    const silentAt = watch.state === 'armed' ? watch.silentAt : undefined;
    const halfSilenceMs = silentAt === undefined ? FIND_AFTER_MS : Math.ceil((silentAt - acceptedAt) / 2);
    const times = { after: acceptedAt, firstMs: Math.min(FIND_AFTER_MS, halfSilenceMs), most: FINDS };
    const soughtAt = nextOf(times, now);
    return soughtAt !== undefined && soughtAt < contentUntil ? soughtAt : undefined;
  }

  #polledAt({ status, attempts, createdAt }: MessageRecord, now: number): number | undefined {
    const mayBeAsked =
      isUnderWay(status) &&
      attempts.some(
        (attempt) =>
          isUnderWay(attempt.status) &&
          attempt.providerMessageId !== undefined &&
          this.#pollable.has(attempt.provider),
      );
    return mayBeAsked ? nextOf({ after: createdAt, firstMs: this.pollAfterMs, most: POLLS }, now) : undefined;
  }
}

function isUnderWay(status: MessageStatus): boolean {
  return status === 'accepted' || status === 'sent';
}

/** Times at which somebody is asked, each later than the one before by far. */
interface Questions {
  readonly after: number;
  readonly firstMs: number;
  readonly most: number;
}

function nextOf({ after, firstMs, most }: Questions, now: number): number | undefined {
  let waitMs = firstMs;
  for (let question = 1; question <= most; question += 1, waitMs *= WAIT_FACTOR)
    if (after + waitMs > now) return after + waitMs;
  return undefined;
}

function watchedAt(record: MessageRecord, now: number): number | undefined {
  const { watch } = record;
  if (watch.state === 'resending') return watch.settleBy + SETTLE_MARGIN_MS;
  if (watch.state !== 'armed') return undefined;
  return resendCauseOf(record, now) === 'failed' ? now : watch.silentAt;
}

function withReportDue(record: MessageRecord, now: number): MessageRecord {
  const { codeOutcome } = record;
  if (codeOutcome?.report.state !== 'none') return record;
  return { ...record, codeOutcome: { ...codeOutcome, report: { state: 'due', at: now, tries: 0 } } };
}

function reportedAt({ codeOutcome }: MessageRecord): number | undefined {
  return codeOutcome?.report.state === 'due' ? codeOutcome.report.at : undefined;
}
