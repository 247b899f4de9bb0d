import type { OutboundMessage, Purpose } from '../message/outbound-message.js';
import { type FailureKind, handlingOf } from '../providers/provider-error.js';
import type { Attempt, AttemptReason } from '../routing/attempt.js';
import { type DeliveryStatus, isFinal, type MessageStatus, statusAfter } from './message-status.js';

/** One call to one provider for a message, and what became of it. */
export interface MessageAttempt {
  readonly provider: string;
  /** Absent where the attempt failed, or the answer was cut short before the id. */
  readonly providerMessageId?: string;
  readonly status: DeliveryStatus;
  /** Why it was made; absent for one that was found at the provider after its process had ended. */
  readonly reason?: AttemptReason;
  /** Milliseconds it took; absent as `reason` is. */
  readonly tookMs?: number;
  /** Why it failed, at once or later. */
  readonly kind?: FailureKind;
  /** The provider's or the transport's code for that. */
  readonly code?: string;
  /** Billed segments. */
  readonly segments: number;
  /** What the provider says it charged. */
  readonly cost?: { readonly amount: number; readonly currency: string };
}

/** What is known of a message; holds neither its text nor its recipient. Times are wall-clock ms since the epoch. */
export interface MessageRecord {
  readonly id: string;
  readonly status: MessageStatus;
  readonly purpose: Purpose;
  /** ISO 3166-1 alpha-2 of the recipient. */
  readonly country: string;
  readonly segments: number;
  /** Names of the providers that might have carried it, in the order they were to be asked. */
  readonly route: readonly string[];
  /** Attempts that ended, in the order they did. */
  readonly attempts: readonly MessageAttempt[];
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
): MessageRecord {
  const settleBy = now + deadlineMs;
  return {
    id,
    status: 'sending',
    purpose,
    country: to.country,
    segments,
    route,
    attempts: [],
    createdAt: now,
    settleBy,
    updatedAt: now,
    contentUntil: validForSeconds === undefined ? settleBy + LOOK_FOR_MS : now + validForSeconds * 1000,
    dueAt: settleBy + SETTLE_MARGIN_MS,
  };
}

/** An attempt of a send that ended, as it is kept. */
export function keptAttempt(
  { provider, reason, tookMs, outcome, maybeSent, code, providerMessageId }: Attempt,
  segments: number,
): MessageAttempt {
  const isFailure = outcome !== 'accepted' && outcome !== 'outpaced';
  return {
    provider,
    status: outcome === 'accepted' ? 'accepted' : maybeSent ? 'unknown' : 'failed',
    reason,
    tookMs: Math.round(tookMs),
    segments,
    ...(providerMessageId !== undefined && { providerMessageId }),
    ...(isFailure && { kind: outcome }),
    ...(code !== undefined && { code }),
  };
}

/** The record with these attempts: its status moved accordingly, its content given up once nothing needs it. */
export function withAttempts(
  record: MessageRecord,
  attempts: readonly MessageAttempt[],
  now: number,
): MessageRecord {
  const after = { ...record, attempts, status: statusAfter(record.status, attempts), updatedAt: now };
  return needsContent(after) ? after : { ...after, contentUntil: undefined };
}

/** A code may have to be sent once more until it is known to have arrived; any text may have to be looked for. */
function needsContent({ purpose, status, attempts }: MessageRecord): boolean {
  if (status === 'sending' || status === 'unknown') return true;
  if (purpose === 'notification' || status === 'delivered') return false;
  return !isFinal(status) || (attempts.some(hasFailedLater) && attempts.every(mayGoElsewhere));
}

/** Accepted at first: whoever asked for it believes that it is on its way. */
function hasFailedLater({ providerMessageId }: MessageAttempt): boolean {
  return providerMessageId !== undefined;
}

function mayGoElsewhere({ kind }: MessageAttempt): boolean {
  return kind === undefined || handlingOf(kind).nextProvider !== 'never';
}
