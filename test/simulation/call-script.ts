import type { FailureKind } from '../../libs/sms/src/providers/handling.js';
import { ProviderError } from '../../libs/sms/src/providers/provider-error.js';

/** What a simulated provider's adapter answers in the end. */
export type Answer =
  | { readonly kind: 'accepted' }
  | { readonly kind: FailureKind; readonly retryAfterMs?: number }
  /** Something that is no `ProviderError`. */
  | { readonly kind: 'bug' };

/** How one call goes; all times in ms from its start. */
export interface CallScript {
  /** Until then nothing has left the machine. */
  readonly writtenAfterMs: number;
  /** The provider takes charge of the message; it never lies about that in its answer. */
  readonly takenAfterMs: number | 'never';
  readonly answeredAfterMs: number | 'at once' | 'never';
  readonly answer: Answer;
  /**
   * What the adapter does when its signal aborts: rejects, tells what it has already read, or does not notice.
   * `takes-it-anyway` rejects, and the provider takes what was written all the same.
   */
  readonly onAbort: 'rejects' | 'tells-what-it-read' | 'goes-on' | 'takes-it-anyway';
}

/** The error an adapter throws for an answer. */
export function errorOf(provider: string, answer: Exclude<Answer, { kind: 'accepted' }>): Error {
  if (answer.kind === 'bug') return new TypeError('A bug of the adapter.');
  return new ProviderError({ provider, code: 'simulated', ...answer });
}

/** Whether the provider has, or will have, taken a message whose call is given up after `elapsedMs`. */
export function isTakenDespiteAbort(script: CallScript, elapsedMs: number): boolean {
  const { takenAfterMs, writtenAfterMs, onAbort } = script;
  if (takenAfterMs === 'never') return false;
  if (onAbort === 'goes-on' || elapsedMs >= takenAfterMs) return true;
  return onAbort === 'takes-it-anyway' && elapsedMs >= writtenAfterMs;
}

/** What the adapter says when its signal aborts after `elapsedMs`; `undefined` where it goes on as if nothing was. */
export function answerOnAbort(script: CallScript, elapsedMs: number): Answer | undefined {
  if (script.onAbort === 'goes-on') return undefined;
  if (elapsedMs < script.writtenAfterMs) return { kind: 'unavailable' };
  const hasRead = script.onAbort === 'tells-what-it-read' && script.answer.kind === 'accepted';
  if (hasRead && isTakenDespiteAbort(script, elapsedMs)) return { kind: 'accepted' };
  return { kind: 'ambiguous' };
}
