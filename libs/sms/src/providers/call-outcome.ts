import type { OutboundMessage } from '../message/outbound-message.js';
import { TimeIsUpError } from '../resilience/time-limit.js';
import type { FailureKind } from './handling.js';
import { OutpacedError } from './outpaced.error.js';
import type { ProviderError } from './provider-error.js';

/** What an attempt says of its provider. */
export type CallOutcome =
  | { readonly kind: 'accepted' }
  /** Another provider accepted the message while this one was silent for longer than it usually takes. */
  | { readonly kind: 'outpaced' }
  /** The caller no longer wanted the answer; says nothing of the provider. */
  | { readonly kind: 'abandoned' }
  | { readonly kind: FailureKind; readonly retryAfterMs: number | undefined };

/** How an attempt ended, and for which message it was made. */
export interface AttemptEnd {
  readonly provider: string;
  readonly message: OutboundMessage;
  readonly outcome: CallOutcome['kind'];
  /** Milliseconds from the call to its answer, or to when it was given up. */
  readonly tookMs: number;
}

/** An answer that says "accepted" and does not end in time: as slow as none for whoever waits for it. */
export const TOO_LATE = { kind: 'ambiguous', retryAfterMs: undefined } as const;

/** What an attempt that failed, or came too late, says of the provider. */
export function outcomeOf(
  { kind, retryAfterMs }: Pick<ProviderError, 'kind'> & { readonly retryAfterMs?: number | undefined },
  signal: AbortSignal,
): CallOutcome {
  if (!signal.aborted || signal.reason instanceof TimeIsUpError) return { kind, retryAfterMs };
  return { kind: signal.reason instanceof OutpacedError ? 'outpaced' : 'abandoned' };
}

/** Whether the time an attempt took tells of the next: a refusal that comes at once does not, a silence does. */
export function tellsLatency({ kind }: CallOutcome, signal: AbortSignal): boolean {
  return kind === 'accepted' || kind === 'outpaced' || (kind !== 'abandoned' && signal.aborted);
}
