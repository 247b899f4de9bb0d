import type { BreakerState } from '../resilience/circuit-breaker.js';
import type { FailureKind } from './handling.js';

/** What is known of a provider from the calls made to it. */
export interface ProviderStanding {
  readonly name: string;
  readonly breaker: BreakerState;
  /** Milliseconds until the open breaker lets a probe through; 0 when it is not open. */
  readonly retryAfterMs: number;
  /** Countries it is not used for at the moment. */
  readonly openCountries: readonly string[];
  /** Attempts under way, and waiting to begin. */
  readonly underWay: number;
  readonly waiting: number;
  /** Acceptances that arrived after the attempt had been given up, since the start. */
  readonly lateAnswers: number;
  readonly lastAcceptedAt?: Date;
  readonly lastFailure?: { readonly kind: FailureKind; readonly code: string; readonly at: Date };
}
