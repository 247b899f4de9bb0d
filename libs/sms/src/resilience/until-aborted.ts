import type { Clock } from './clock.js';

export interface Abandonment {
  /** What to reject with when `work` says nothing in time. */
  readonly reason: () => Error;
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
  let end: 'none' | 'by the work' | 'by the signal' = 'none';
  let cancelTick: (() => void) | undefined;
  const giveUp = () => {
    cancelTick = clock.schedule(0, () => {
      end = 'by the signal';
      reject(reason());
    });
  };
  const endByWork = () => {
    if (end === 'by the signal') return;
    end = 'by the work';
    cancelTick?.();
    signal.removeEventListener('abort', giveUp);
  };
  work.then(
    (value) => {
      endByWork();
      if (end === 'by the signal') late();
      resolve(value);
    },
    (error: unknown) => {
      endByWork();
      reject(error);
    },
  );
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  return promise;
}
