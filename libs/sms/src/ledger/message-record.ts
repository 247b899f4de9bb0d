import type { OutboundMessage, Purpose } from '../message/outbound-message.js';
import { lacksId, type MessageAttempt, mayGoElsewhere, providerIdsOf } from './message-attempt.js';
import { isFailure, isFinal, type MessageStatus, statusAfter } from './message-status.js';
import type { RecordedOutcome } from './recorded-outcome.js';
import { isPending, type ResendCause, WATCH_OFF, type Watch } from './watch.js';

/** What is known of a message; holds neither its text nor its recipient. Times are wall-clock ms since the epoch. */
export interface MessageRecord {
  readonly id: string;
  readonly status: MessageStatus;
  readonly purpose: Purpose;
  /** ISO 3166-1 alpha-2 of the recipient. */
  readonly country: string;
  readonly segments: number;
  /** Id of the message whose text it carries in its place; absent where it is nobody's. */
  readonly replaces?: string;
  /** Names of the providers that might have carried it, in the order they were to be asked. */
  readonly route: readonly string[];
  /** Attempts that ended, in the order they did. */
  readonly attempts: readonly MessageAttempt[];
  /** What is done in case it does not arrive. */
  readonly watch: Watch;
  /** What came of the code in it; `undefined` until that is known. */
  readonly codeOutcome: RecordedOutcome | undefined;
  readonly createdAt: number;
  /** When the send must have ended; one that is `sending` later than that lost its process. */
  readonly settleBy: number;
  readonly updatedAt: number;
  /** Until when recipient and text are kept, sealed; `undefined` once they are erased. */
  readonly contentUntil: number | undefined;
  /** When somebody has to look at it again; `undefined` when nobody has to. */
  readonly dueAt: number | undefined;
}

/** What may have to be sent once more, or looked for at a provider. */
export interface MessageContent {
  /** E.164. */
  readonly to: string;
  readonly text: string;
}

/** A process that has not settled a message this long after its deadline is taken for dead, in ms. */
export const SETTLE_MARGIN_MS = 5000;
/** How long the recipient of a text without an end of its own is kept, to look for the text, in ms. */
const LOOK_FOR_MS = 60_000;

/** The record of a message about to be sent. */
export function openedRecord(
  { id, to, purpose, segments, validForSeconds }: OutboundMessage,
  route: readonly string[],
  now: number,
  deadlineMs: number,
  replaces?: string,
): MessageRecord {
  const settleBy = now + deadlineMs;
  return {
    id,
    status: 'sending',
    purpose,
    country: to.country,
    segments,
    ...(replaces !== undefined && { replaces }),
    route,
    attempts: [],
    watch: WATCH_OFF,
    codeOutcome: undefined,
    createdAt: now,
    settleBy,
    updatedAt: now,
    contentUntil: validForSeconds === undefined ? settleBy + LOOK_FOR_MS : now + validForSeconds * 1000,
    dueAt: settleBy + SETTLE_MARGIN_MS,
  };
}

/**
 * The record with these attempts: its status moved accordingly, its content given up once nothing can need it. While
 * an id is not known it may be needed to look for that; whether it is, the schedule knows.
 *
 * @param given the watch from now on, unless the attempts end it
 */
export function withAttempts(
  record: MessageRecord,
  attempts: readonly MessageAttempt[],
  now: number,
  given: Watch = record.watch,
): MessageRecord {
  const watch = watchAfter(given, attempts);
  const known = statusAfter(record.status, attempts);
  // Still on its way: by another route, if need be.
  const status = isFailure(known) && isPending(watch) ? record.status : known;
  const codeOutcome = outcomeAfter(record, attempts);
  const after = { ...record, attempts, watch, status, codeOutcome, updatedAt: now };
  const mayBeSought = !isFinal(status) && attempts.some(lacksId);
  return { ...after, contentUntil: isContentNeeded(after) || mayBeSought ? record.contentUntil : undefined };
}

/** Of a copy whose id came later nobody was told: whether anybody is to be, the schedule decides anew. */
function outcomeAfter(
  { codeOutcome, attempts: before }: MessageRecord,
  attempts: readonly MessageAttempt[],
): RecordedOutcome | undefined {
  const isIdNew = providerIdsOf(attempts).length > providerIdsOf(before).length;
  if (codeOutcome === undefined || codeOutcome.report.state === 'due' || !isIdNew) return codeOutcome;
  return { ...codeOutcome, report: { state: 'none' } };
}

/** The record of a message that was handed over with another watch; all that follows, as in {@link withAttempts}. */
export function withWatch(record: MessageRecord, watch: Watch, now: number): MessageRecord {
  return withAttempts(record, record.attempts, now, watch);
}

/** Why a watched code is to be sent once more now; `undefined` when it is not. */
export function resendCauseOf({ watch, attempts }: MessageRecord, now: number): ResendCause | undefined {
  if (watch.state !== 'armed') return undefined;
  if (attempts.every(hasFailed)) return 'failed';
  return watch.silentAt !== undefined && watch.silentAt <= now ? 'silent' : undefined;
}

/** A watch that has not begun to send ends with an arrival, and with a failure nobody else is to be asked after. */
function watchAfter(watch: Watch, attempts: readonly MessageAttempt[]): Watch {
  if (watch.state !== 'armed') return watch;
  if (attempts.some(({ status }) => status === 'delivered')) return WATCH_OFF;
  return attempts.every(mayGoElsewhere) ? watch : { state: 'spent', why: 'refused' };
}

/** One whose end nobody knows says nothing any more, as in {@link statusAfter}. */
function hasFailed({ status }: MessageAttempt): boolean {
  return isFailure(status) || status === 'unknown';
}

/** A watched code may have to be sent once more; a text whose outcome is unknown, to be looked for. */
export function isContentNeeded({ status, watch }: MessageRecord): boolean {
  return status === 'sending' || status === 'unknown' || isPending(watch);
}
