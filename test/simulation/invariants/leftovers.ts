import { getEventListeners } from 'node:events';
import type { GuardedProvider } from '../../../libs/sms/src/providers/guarded-provider.js';

/** What must be true whenever no send is under way. */
export interface Lull {
  /** Timers of the engine's that are still to run. */
  readonly timers: number;
  /** Writes to a store that have still time to be answered; each may have one. */
  readonly writes: number;
  readonly guarded: readonly GuardedProvider[];
  /** Signals the engine has listened on since the last lull: its callers' and its own. */
  readonly signals: readonly AbortSignal[];
}

/** @returns what the engine has left behind, or `undefined` */
export function leftBehind({ timers, writes, guarded, signals }: Lull): string | undefined {
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
