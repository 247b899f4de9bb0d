/** Calls remembered; older ones say little of how fast the service is now. */
const REMEMBERED = 128;
/** Calls between two looks at the quantile: sorting at every call would cost more than the call's bookkeeping. */
const REFRESH_EVERY = 16;

/** How long the last calls took; constant memory. */
export class LatencyWindow {
  readonly #tookMs = new Float64Array(REMEMBERED);
  #added = 0;
  #sorted = new Float64Array();

  add(tookMs: number): void {
    this.#tookMs[this.#added % REMEMBERED] = tookMs;
    this.#added += 1;
    if (this.#added % REFRESH_EVERY === 0) this.#sorted = this.#tookMs.subarray(0, this.#added).toSorted();
  }

  /**
   * The time that `share` of the last calls kept under, in ms; `undefined` until 16 calls were seen.
   *
   * @param share in (0, 1]
   */
  quantileMs(share: number): number | undefined {
    return this.#sorted[Math.min(this.#sorted.length - 1, Math.floor(this.#sorted.length * share))];
  }
}
