interface Slice {
  readonly startsAt: number;
  calls: number;
  failures: number;
  slow: number;
}

export interface WindowTotals {
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
}

/** Slices a window is kept in: what is forgotten is forgotten a tenth at a time. */
const SLICES = 10;

/** Counts of the calls of the last `windowMs`, in constant memory and constant time whatever the traffic. */
export class OutcomeWindow {
  readonly #sliceMs: number;
  #slices: Slice[] = [];

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / SLICES;
  }

  /** @param now monotonic ms, never less than in an earlier call */
  add(end: 'success' | 'failure', pace: 'usual' | 'slow', now: number): void {
    const slice = this.#sliceAt(now);
    slice.calls += 1;
    if (end === 'failure') slice.failures += 1;
    if (pace === 'slow') slice.slow += 1;
  }

  totals(now: number): WindowTotals {
    this.#forget(now);
    const totals = { calls: 0, failures: 0, slow: 0 };
    for (const { calls, failures, slow } of this.#slices) {
      totals.calls += calls;
      totals.failures += failures;
      totals.slow += slow;
    }
    return totals;
  }

  #sliceAt(now: number): Slice {
    const last = this.#slices.at(-1);
    if (last !== undefined && now < last.startsAt + this.#sliceMs) return last;
    this.#forget(now);
    const slice = { startsAt: now, calls: 0, failures: 0, slow: 0 };
    this.#slices.push(slice);
    return slice;
  }

  #forget(now: number): void {
    const oldest = now - this.#sliceMs * SLICES;
    while (this.#slices[0] !== undefined && this.#slices[0].startsAt <= oldest) this.#slices.shift();
  }
}
