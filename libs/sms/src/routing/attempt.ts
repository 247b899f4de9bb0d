import type { FailureKind, ProviderError } from '../providers/provider-error.js';

/** One call to one provider for one message. */
export interface Attempt {
  readonly provider: string;
  /** Milliseconds it took. */
  readonly tookMs: number;
  readonly outcome: 'accepted' | FailureKind;
  /** The provider's or the transport's code for a failure. */
  readonly code?: string;
}

export function failedAttempt({ provider, kind, code }: ProviderError, tookMs: number): Attempt {
  return { provider, tookMs, outcome: kind, code };
}
