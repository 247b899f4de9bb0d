import { ProviderError, type ProviderFailure } from '../providers/provider-error.js';
import { type FailedHandover, UndeliverableError } from '../routing/undeliverable.error.js';
import type { SentMessage } from './sent-message.js';

/** What became of the one send under an idempotency key: plain data, without the number or the text. */
export type Outcome =
  | { readonly result: 'sent'; readonly message: SentMessage }
  /** Nobody accepted it, and yet it may have reached the recipient. */
  | (FailedHandover & {
      readonly result: 'undeliverable';
      readonly failures: readonly ProviderFailure[];
    });

/** The outcome a failed send is kept as. */
export function undeliverableOutcome(error: UndeliverableError): Outcome {
  const { errors, messageId, route, routeReason, attempts } = error;
  return {
    result: 'undeliverable',
    failures: errors.map(failureOf),
    messageId,
    route,
    routeReason,
    attempts,
  };
}

/**
 * Tells an outcome once more, as its first caller was told.
 *
 * @throws {UndeliverableError} when that is how it ended.
 */
export function retell(outcome: Outcome): SentMessage {
  if (outcome.result === 'sent') return outcome.message;
  const errors = outcome.failures.map((failure) => new ProviderError(failure));
  throw new UndeliverableError(errors, outcome);
}

function failureOf({ kind, provider, code, httpStatus, retryAfterMs }: ProviderError): ProviderFailure {
  return {
    kind,
    provider,
    code,
    ...(httpStatus !== undefined && { httpStatus }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}
