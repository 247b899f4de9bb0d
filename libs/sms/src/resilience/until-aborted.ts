import type { Clock } from './clock.js';

export interface Abandonment {
  /** What to reject with when `work` says nothing in time. */
  readonly reason: () => unknown;
  /** Hears of work that succeeded after all, too late. */
  readonly late: () => void;
}

/**
 * Settles as `work` does, or rejects one tick after `signal` aborts, whatever `work` does.
 *
 * The tick is for work that heeds the signal: it can still say how far it got.
 */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  clock: Clock,
  { reason, late }: Abandonment,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let endedBy: 'the signal' | undefined;
  let cancelTick: (() => void) | undefined;
  const giveUp = () => {
    cancelTick = clock.schedule(0, () => {
      endedBy = 'the signal';
      reject(reason());
    });
  };
  const letGo = () => {
    cancelTick?.();
    signal.removeEventListener('abort', giveUp);
  };
  work.then(
    (value) => {
      letGo();
      if (endedBy === 'the signal') late();
      resolve(value);
    },
    (error: unknown) => {
      letGo();
      reject(error);
    },
  );
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp);
  return promise;
}
