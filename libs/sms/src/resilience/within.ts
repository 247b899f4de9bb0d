import type { Clock } from './clock.js';

/** What `work` comes to, or `otherwise` when it says nothing for `limitMs`; it goes on, and nobody hears how it ends. */
export function within<T>(
  limitMs: number,
  clock: Clock,
  work: Promise<T>,
  otherwise: () => T | Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(limitMs, () => resolve(otherwise()));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** What `work` comes to; a silence of `limitMs` is a failure. */
export function orSilent<T>(limitMs: number, clock: Clock, work: Promise<T>): Promise<T> {
  return within(limitMs, clock, work, () => Promise.reject(new Error(`Silent for ${limitMs} ms.`)));
}

/**
 * How long a store is waited for where no send does, in ms: as a rule it says within milliseconds what it has to say, and
 * one that lost its connection without a word says nothing any more.
 */
export const STORE_LIMIT_MS = 5000;
