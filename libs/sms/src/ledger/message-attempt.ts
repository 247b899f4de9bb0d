import type { Cost } from '../message/message-price.js';
import { type FailureKind, handlingOf } from '../providers/handling.js';
import type { Attempt, AttemptReason } from '../routing/attempt.js';
import type { DeliveryStatus } from './message-status.js';

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
  readonly cost?: Cost;
  /** What it is taken to cost until then; absent where it was certainly not sent, or no prices are known. */
  readonly estimatedCost?: Cost;
  /** When the provider took charge of it, in wall-clock ms since the epoch; absent for one that was found. */
  readonly acceptedAt?: number;
  /** Milliseconds from then to its final word; absent where the provider had to be asked. */
  readonly heardAfterMs?: number;
}

/**
 * An attempt that ended, as it is kept.
 *
 * @param estimatedCost of the message, where prices are known
 */
export function keptAttempt(
  { provider, reason, tookMs, outcome, maybeSent, code, providerMessageId }: Attempt,
  segments: number,
  now: number,
  estimatedCost?: Cost,
): MessageAttempt {
  const isAccepted = outcome === 'accepted';
  return {
    provider,
    status: isAccepted ? 'accepted' : maybeSent ? 'unknown' : 'failed',
    reason,
    tookMs: Math.round(tookMs),
    segments,
    ...(maybeSent && estimatedCost && { estimatedCost }),
    ...(isAccepted && { acceptedAt: now }),
    ...(providerMessageId !== undefined && { providerMessageId }),
    ...(!isAccepted && outcome !== 'outpaced' && { kind: outcome }),
    ...(code !== undefined && { code }),
  };
}

/** Whether a provider took it under an id that did not arrive: no receipt speaks of it, and no question can. */
export function lacksId({ status, providerMessageId }: MessageAttempt): boolean {
  return status === 'accepted' && providerMessageId === undefined;
}

/** Whether a provider took charge of it: by its answer, or since it was found there. */
export function isTaken({ acceptedAt, providerMessageId }: MessageAttempt): boolean {
  return acceptedAt !== undefined || providerMessageId !== undefined;
}

/** The ids under which providers are known to have a message. */
export function providerIdsOf(attempts: readonly MessageAttempt[]): readonly string[] {
  return attempts.flatMap(({ providerMessageId }) => providerMessageId ?? []);
}

/** Whether nothing forbids to ask another provider after this attempt. */
export function mayGoElsewhere({ kind }: MessageAttempt): boolean {
  return kind === undefined || handlingOf(kind).nextProvider !== 'never';
}

/** The providers of a route that never had the message and would not refuse it again, in order. */
export function untriedIn(route: readonly string[], attempts: readonly MessageAttempt[]): readonly string[] {
  return route.filter((name) =>
    attempts.every((attempt) => attempt.provider !== name || wouldTakeItNow(attempt)),
  );
}

/** It certainly did not get the message, for a reason that passes. */
function wouldTakeItNow({ status, providerMessageId, kind }: MessageAttempt): boolean {
  if (status !== 'failed' || providerMessageId !== undefined) return false;
  return kind === undefined || handlingOf(kind).sameProvider !== 'never';
}
