/** Time as the engine sees it; replaced by a hand-moved clock in tests and simulation. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start; never goes back, whatever happens to the wall clock. */
  elapsedMs(): number;
  /** Wall-clock milliseconds since the Unix epoch, for records and for people. */
  wallMs(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. */
  schedule(delayMs: number, task: () => void): () => void;
}

export const CLOCK = Symbol('CLOCK');

export const systemClock: Clock = {
  elapsedMs: () => performance.now(),
  wallMs: () => Date.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
