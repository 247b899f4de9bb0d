import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import type { Clock } from '../resilience/clock.js';
import type { Deadline } from '../resilience/deadline.js';
import type { Random } from '../resilience/random.js';
import type { FailoverOptions } from './failover.options.js';

/** What all sends share. */
export interface SharedTools {
  readonly clock: Clock;
  readonly random: Random;
  /** What may be asked of the same provider again. */
  readonly retryBudget: Budget;
  /** What may be started beside a silent provider. */
  readonly hedgeBudget: Budget;
  /** Bounds the sends that wait for the turn of a provider: as many as that could take on afterwards. */
  readonly waiting: Bulkhead;
}

/** What one send is handed over with. */
export interface FailoverTools extends SharedTools {
  readonly deadline: Deadline;
  /** The caller's; ends everything. */
  readonly signal: AbortSignal;
}

/** Tools for sends that share nothing with others. */
export function sharedToolsOf(options: FailoverOptions, clock: Clock, random: Random): SharedTools {
  const { retryBurst, retryShare, hedgeBurst, hedgeShare, maxConcurrent, maxQueued } = options;
  return {
    clock,
    random,
    retryBudget: new Budget({ capacity: retryBurst, perCall: retryShare }),
    hedgeBudget: new Budget({ capacity: hedgeBurst, perCall: hedgeShare }),
    waiting: new Bulkhead({ maxConcurrent: maxConcurrent + maxQueued, maxQueued: 0 }),
  };
}
