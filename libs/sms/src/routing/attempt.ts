import { type FailureKind, handlingOf } from '../providers/handling.js';
import type { ProviderError } from '../providers/provider-error.js';

/** Why an attempt was made. */
export type AttemptReason =
  | 'first-choice'
  /** The one before it failed, or was passed over. */
  | 'after-failure'
  /** The one before it was silent for too long; it went on beside this one. */
  | 'hedge'
  /** This provider had asked for a pause, could not be reached or was behind an open breaker, and nobody else was left. */
  | 'again'
  /** The code had failed after it was accepted, or was silent for too long. */
  | 'watch'
  /** None was made: its circuit was open, and somebody else's was not. */
  | 'passed-over'
  /** None was made: through this provider the recipient, or a fraud guard, had refused a message that this one replaces. */
  | 'refused-before';

/** One call to one provider for one message; or, `passed-over` and `refused-before`, why none was made. */
export interface Attempt {
  readonly provider: string;
  readonly reason: AttemptReason;
  /** Milliseconds it took. */
  readonly tookMs: number;
  /** `outpaced`: given up when another provider accepted first. */
  readonly outcome: 'accepted' | 'outpaced' | FailureKind;
  /** Whether the recipient may get, or have got, the text through this attempt. */
  readonly maybeSent: boolean;
  /** The provider's or the transport's code for a failure. */
  readonly code?: string;
  /** The provider's own id of the message it accepted; absent where its answer was cut short before it. */
  readonly providerMessageId?: string;
}

/** The record of an attempt that was accepted. */
export function acceptedAttempt(
  provider: string,
  reason: AttemptReason,
  tookMs: number,
  providerMessageId?: string,
): Attempt {
  const attempt: Attempt = { provider, reason, tookMs, outcome: 'accepted', maybeSent: true };
  return providerMessageId === undefined ? attempt : { ...attempt, providerMessageId };
}

/** The record of an attempt that failed, or was given up for another. */
export function failedAttempt(
  { provider, kind, code }: ProviderError,
  reason: AttemptReason,
  tookMs: number,
  outcome: FailureKind | 'outpaced' = kind,
): Attempt {
  return { provider, reason, tookMs, outcome, maybeSent: handlingOf(kind).maybeSent, code };
}

/** The record of a provider that was not asked because its breaker is open. */
export function passedOver(provider: string): Attempt {
  return {
    provider,
    reason: 'passed-over',
    tookMs: 0,
    outcome: 'unavailable',
    maybeSent: false,
    code: 'circuit-open',
  };
}

/** The record of a provider that was not asked because of what it refused before. */
export function refusedBefore({ provider, kind, code }: ProviderError): Attempt {
  return { provider, reason: 'refused-before', tookMs: 0, outcome: kind, maybeSent: false, code };
}

/** How many of these were made. */
export function countMade(attempts: readonly Attempt[]): number {
  return attempts.filter(({ reason }) => reason !== 'passed-over' && reason !== 'refused-before').length;
}
