/** What a failure means for the message, the provider and the next attempt. */
export interface Handling {
  /** Whether the recipient may have got, or may yet get, this text. */
  readonly maybeSent: boolean;
  /** Whether this provider may be asked again, once nobody else can carry the message. */
  readonly sameProvider: 'never' | 'after-retry-after' | 'after-backoff';
  /** Whether another provider is asked; `by-purpose`: for a one-time code, not for a notification. */
  readonly nextProvider: 'never' | 'yes' | 'by-purpose';
  /** What the circuit breakers learn; `country` tells only the breaker of the recipient's country. */
  readonly breaker: 'ignored' | 'country' | 'throttled' | 'failure' | 'opens-at-once';
  /** Whether a human has to do something before it gets better. */
  readonly alert: boolean;
}

/**
 * The one table of decisions: adapters classify a failure into a kind, everything else looks here.
 *
 * An unknown code becomes the kind that does least harm; see each adapter's `<name>.errors.ts`.
 */
export const HANDLING = {
  'invalid-recipient': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'opted-out': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'fraud-blocked': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    breaker: 'ignored',
    alert: false,
  },
  'invalid-request': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'never',
    breaker: 'ignored',
    alert: true,
  },
  'route-refused': {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'yes',
    breaker: 'country',
    alert: false,
  },
  misconfigured: {
    maybeSent: false,
    sameProvider: 'never',
    nextProvider: 'yes',
    breaker: 'opens-at-once',
    alert: true,
  },
  overloaded: {
    maybeSent: false,
    sameProvider: 'after-backoff',
    nextProvider: 'yes',
    breaker: 'ignored',
    alert: false,
  },
  throttled: {
    maybeSent: false,
    sameProvider: 'after-retry-after',
    nextProvider: 'yes',
    breaker: 'throttled',
    alert: false,
  },
  unavailable: {
    maybeSent: false,
    sameProvider: 'after-backoff',
    nextProvider: 'yes',
    breaker: 'failure',
    alert: false,
  },
  ambiguous: {
    maybeSent: true,
    sameProvider: 'never',
    nextProvider: 'by-purpose',
    breaker: 'failure',
    alert: false,
  },
} as const satisfies Record<string, Handling>;

/** The closed set of reasons a provider did not accept a message. */
export type FailureKind = keyof typeof HANDLING;

/** The row of {@link HANDLING} for a kind. */
export function handlingOf(kind: FailureKind): Handling {
  return HANDLING[kind];
}

export interface ProviderFailure {
  readonly kind: FailureKind;
  /** Who failed: the provider's name. */
  readonly provider: string;
  /** What the provider, or the transport, called it: `21610`, `Throttling`, `ECONNREFUSED`. */
  readonly code: string;
  /** HTTP status, where an answer was received. */
  readonly httpStatus?: number;
  /** Milliseconds the provider asked to be left alone. */
  readonly retryAfterMs?: number;
}

/**
 * One provider's failure to accept one message, already classified.
 *
 * Carries codes only: no request, answer, number, text or credential, and no `cause`, since the errors of
 * SDKs hold all of these.
 */
export class ProviderError extends Error implements ProviderFailure {
  override readonly name = 'ProviderError';
  readonly kind: FailureKind;
  readonly provider: string;
  readonly code: string;
  // `declare`: absent, not `undefined`, in logs and JSON.
  declare readonly httpStatus?: number;
  declare readonly retryAfterMs?: number;

  constructor(failure: ProviderFailure) {
    super(`${failure.provider} did not accept the message: ${failure.kind} (${failure.code}).`);
    this.kind = failure.kind;
    this.provider = failure.provider;
    this.code = failure.code;
    if (failure.httpStatus !== undefined) this.httpStatus = failure.httpStatus;
    if (failure.retryAfterMs !== undefined) this.retryAfterMs = failure.retryAfterMs;
  }
}

const CIRCUIT_OPEN = 'circuit-open';

/** What a call is refused with while a breaker is open; nothing was begun. */
export function circuitOpen(provider: string, retryAfterMs = 0): ProviderError {
  return new ProviderError({
    kind: 'unavailable',
    provider,
    code: CIRCUIT_OPEN,
    ...(retryAfterMs > 0 && { retryAfterMs }),
  });
}

/** Whether a breaker of ours refused the call, and the provider was not asked. */
export function isCircuitOpen({ code }: ProviderFailure): boolean {
  return code === CIRCUIT_OPEN;
}

/** Whether a guard of ours refused the call, or it was given up before anything was written: nobody was asked. */
export function isNotBegun(failure: ProviderFailure): boolean {
  const { kind, code } = failure;
  return isCircuitOpen(failure) || kind === 'overloaded' || (kind === 'unavailable' && code === 'ABORTED');
}
