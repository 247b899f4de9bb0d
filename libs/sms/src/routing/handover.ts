import type { FailureKind } from '../providers/handling.js';
import type { Attempt } from './attempt.js';
import { UndeliverableError } from './undeliverable.error.js';

/** What became of handing a message over. */
export type Handover =
  | {
      readonly status: 'accepted';
      readonly provider: string;
      readonly providerMessageId: string | undefined;
      readonly attempts: readonly Attempt[];
    }
  /** A notification that may or may not have been accepted: it is not sent again. */
  | { readonly status: 'unknown'; readonly provider: string; readonly attempts: readonly Attempt[] };

/** How handing a message over ended, well or badly: what is remembered, logged and told of it. */
export type HandoverEnd = {
  readonly attempts: readonly Attempt[];
  /** Whether the recipient may get, or have got, the text. */
  readonly maybeSent: boolean;
} & (
  | { readonly outcome: 'accepted'; readonly provider: string; readonly providerMessageId?: string }
  /** `abandoned`: the caller gave up before anybody was asked. */
  | { readonly outcome: 'unknown' | 'abandoned' | FailureKind }
);

/** The end of a handover that was made. */
export function endOf(handover: Handover): HandoverEnd {
  const { attempts, provider } = handover;
  if (handover.status === 'unknown') return { outcome: 'unknown', attempts, maybeSent: true };
  const end = { outcome: 'accepted', attempts, maybeSent: true, provider } as const;
  const { providerMessageId } = handover;
  return providerMessageId === undefined ? end : { ...end, providerMessageId };
}

/** The end of a handover that failed; `undefined` for an error that is none of its own: a bug, which may have sent. */
export function endOfFailure(error: unknown, caller: AbortSignal): HandoverEnd | undefined {
  if (error instanceof UndeliverableError)
    return { outcome: error.kind, attempts: error.attempts, maybeSent: error.maybeSent };
  if (caller.aborted && error === caller.reason)
    return { outcome: 'abandoned', attempts: [], maybeSent: false };
  return undefined;
}
