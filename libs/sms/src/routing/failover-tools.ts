import type { Budget } from '../resilience/budget.js';
import { Bulkhead, type BulkheadOptions } from '../resilience/bulkhead.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import type { Random } from '../resilience/random.js';

/** What one send is handed over with. */
export interface FailoverTools {
  readonly deadline: Deadline;
  /** The caller's; ends everything. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: Random;
  /** What may be asked of the same provider again; shared by all sends. */
  readonly retryBudget: Budget;
  /** What may be started beside a silent provider; shared by all sends. */
  readonly hedgeBudget: Budget;
  /** Bounds the sends that wait for the turn of a provider; shared by all. */
  readonly waiting: Bulkhead;
}

/** Room for as many sends to wait for the turn of a provider as that could take on afterwards; the others are told. */
export function waitingRoomFor({ maxConcurrent, maxQueued }: BulkheadOptions): Bulkhead {
  return new Bulkhead({ maxConcurrent: maxConcurrent + maxQueued, maxQueued: 0 });
}
