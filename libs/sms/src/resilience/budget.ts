/** How much extra work a stream of calls may cause. */
export interface BudgetOptions {
  /** Tokens it holds at most, and at first; of less than 1 none can be spent. */
  readonly capacity: number;
  /** Tokens every call earns, in [0, 1]: the share of calls that may cause one more in the long run. */
  readonly perCall: number;
}

/** A token bucket filled by calls instead of time: what may be spent grows with the traffic that earned it. */
export class Budget {
  #tokens: number;

  constructor(private readonly options: BudgetOptions) {
    this.#tokens = options.capacity;
  }

  /** Tokens left; may be a fraction. */
  get tokens(): number {
    return this.#tokens;
  }

  /** Credits `calls` calls. */
  earn(calls = 1): void {
    this.#tokens = Math.min(this.options.capacity, this.#tokens + calls * this.options.perCall);
  }

  /** Gives back one whole token: what it was spent on proved necessary, or was not begun. */
  refund(): void {
    this.#tokens = Math.min(this.options.capacity, this.#tokens + 1);
  }

  /** Takes one whole token, or returns `false` and takes nothing. */
  trySpend(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
