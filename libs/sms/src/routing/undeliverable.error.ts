import { type FailureKind, handlingOf } from '../providers/handling.js';
import type { ProviderError } from '../providers/provider-error.js';
import { type Attempt, refusedBefore } from './attempt.js';
import type { Route } from './router.js';

/** Which message it was, and the way it went; holds neither its number nor its text. */
export interface FailedHandover {
  /** Ours. */
  readonly messageId: string;
  /** Names of the providers that might have carried it, in the order they were to be asked. */
  readonly route: readonly string[];
  readonly routeReason: Route['reason'];
  readonly attempts: readonly Attempt[];
}

/**
 * No provider accepted the message.
 *
 * `errors`: first of those passed over, then of the attempts that failed, as they ended. An attempt outpaced by another
 * has none, nor has anybody where time was up before one was asked.
 *
 * `kind` is the one that decided: the recipient's refusal where there was one, else the most hopeful failure;
 * `overloaded` where there was no time to ask anybody.
 */
export class UndeliverableError extends AggregateError implements FailedHandover {
  override readonly name = 'UndeliverableError';
  declare readonly errors: ProviderError[];
  readonly messageId: string;
  readonly route: readonly string[];
  readonly routeReason: Route['reason'];
  readonly attempts: readonly Attempt[];
  readonly kind: FailureKind;
  /** Whether, against all these failures, the text may have reached the recipient. */
  readonly maybeSent: boolean;
  /** Milliseconds after which another try is worth it; absent when none ever is. */
  declare readonly retryAfterMs?: number;

  constructor(errors: readonly ProviderError[], { messageId, route, routeReason, attempts }: FailedHandover) {
    const kind = decidingKind(errors);
    const reasons = errors.map(describe).join('; ') || 'time was up before anybody was asked';
    super(errors, `No provider accepted the message: ${reasons}.`);
    this.messageId = messageId;
    this.route = route;
    this.routeReason = routeReason;
    this.attempts = attempts;
    this.kind = kind;
    // Attempts given up beside the one that decided are no errors.
    this.maybeSent = attempts.some((attempt) => attempt.maybeSent);
    const waits = errors.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
    if (handlingOf(kind).nextProvider === 'never') return;
    this.retryAfterMs = waits.length > 0 ? Math.min(...waits) : RETRY_AFTER_MS;
  }
}

/** The end of a message whose text was refused before: nobody is asked. */
export function undeliverableAfter(
  refusal: ProviderError,
  messageId: string,
  { names, reason: routeReason }: Route,
): UndeliverableError {
  const attempts = [refusedBefore(refusal)];
  return new UndeliverableError([refusal], { messageId, route: names, routeReason, attempts });
}

/** When to try again where no provider said: about as long as a hiccup lasts, in ms. */
const RETRY_AFTER_MS = 5000;

/** From the final to the passing: the first of these among the failures is what the caller is told. */
const PRECEDENCE: readonly FailureKind[] = [
  'opted-out',
  'fraud-blocked',
  'invalid-recipient',
  'invalid-request',
  'ambiguous',
  'throttled',
  'overloaded',
  'unavailable',
  'route-refused',
  'misconfigured',
];

function decidingKind(errors: readonly ProviderError[]): FailureKind {
  const kinds = new Set(errors.map(({ kind }) => kind));
  return PRECEDENCE.find((kind) => kinds.has(kind)) ?? 'overloaded';
}

function describe({ provider, kind, code }: ProviderError): string {
  return `${provider} ${kind} (${code})`;
}
