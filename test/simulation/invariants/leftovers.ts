import { getEventListeners } from 'node:events';
import type { GuardedProvider } from '../../../libs/sms/src/providers/guarded-provider.js';
import type { SimulatedStore } from '../storage/simulated-store.js';

/** Longest time that anybody waits for a write to a store, in ms. */
const WRITE_LIMIT_MS = 1000;

/** What must be true whenever no send is under way. */
export interface Lull {
  /** Timers of the engine's that are still to run. */
  readonly timers: number;
  /** A write that has still time to be answered may have one. */
  readonly stores: readonly SimulatedStore[];
  readonly guarded: readonly GuardedProvider[];
  /** Signals the engine has listened on since the last lull: its callers' and its own. */
  readonly signals: readonly AbortSignal[];
}

/** @returns what the engine has left behind, or `undefined` */
export function leftBehind({ timers, stores, guarded, signals }: Lull): string | undefined {
  const writes = stores.reduce((sum, store) => sum + store.waitedFor(WRITE_LIMIT_MS), 0);
  if (timers > writes) return 'noTimerIsLeft';
  for (const provider of guarded) {
    const { underWay, waiting } = provider.standing();
    if (underWay > 0) return 'noPlaceOfTheBulkheadIsKept';
    if (waiting > 0) return 'nobodyWaitsForAPlace';
  }
  const isQuiet = signals.every(
    (signal) => signal.aborted || getEventListeners(signal, 'abort').length === 0,
  );
  return isQuiet ? undefined : 'noListenerIsLeft';
}
