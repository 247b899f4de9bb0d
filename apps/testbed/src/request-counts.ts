import type { ProviderName } from './providers.js';

/**
 * What became of a request, in the order the inbox lists them.
 *
 * `accepted` took a message and said so; `answered` was a look-up; `failed` was a 5xx or a 2xx saying "failed";
 * `unusable` was a 2xx nobody can read; `aborted` was given up by the caller before it was read.
 */
export const OUTCOMES = [
  'accepted',
  'answered',
  'rejected',
  'throttled',
  'failed',
  'unusable',
  'hung',
  'reset',
  'refused',
  'aborted',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/**
 * `received` requests so far, `taken` messages, `sdkRetries` (requests an AWS SDK marked as a further attempt),
 * and one count an outcome. A connection refused by a closed port never arrives and is in none of them.
 */
export type Counts = Record<'received' | 'taken' | 'sdkRetries' | Outcome, number>;

/** Counts one provider's requests by what became of them. */
export class RequestCounts {
  #counts: Counts = zero();

  constructor(readonly provider: ProviderName) {}

  /** Notes an arrival; `sdkRequest` is the `amz-sdk-request` header, for example `attempt=2; max=3`. */
  receive(sdkRequest?: string | string[]): void {
    this.#counts.received += 1;
    if (typeof sdkRequest === 'string' && !sdkRequest.startsWith('attempt=1;')) this.#counts.sdkRetries += 1;
  }

  take(): void {
    this.#counts.taken += 1;
  }

  settle(outcome: Outcome): void {
    this.#counts[outcome] += 1;
  }

  read(): Counts {
    return { ...this.#counts };
  }

  clear(): void {
    this.#counts = zero();
  }
}

function zero(): Counts {
  return {
    received: 0,
    taken: 0,
    sdkRetries: 0,
    accepted: 0,
    answered: 0,
    rejected: 0,
    throttled: 0,
    failed: 0,
    unusable: 0,
    hung: 0,
    reset: 0,
    refused: 0,
    aborted: 0,
  };
}
