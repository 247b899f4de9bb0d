import type { FailureKind } from './handling.js';

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
