import { MAX_COUNTRIES } from '../message/phone-number.js';
import { LatencyWindow } from '../resilience/latency-window.js';
import { RecentMap } from '../resilience/recent-map.js';

export interface PatienceOptions {
  /** Longest time the last provider left is given, in ms. */
  readonly requestTimeoutMs: number;
  /** Longest time one attempt is given, in ms. */
  readonly attemptTimeoutMs: number;
  /** Shortest time one attempt is given, however fast the provider usually is, in ms. */
  readonly minAttemptTimeoutMs: number;
  /** Longest wait before another provider is started beside a silent one, in ms; also where nothing is known. */
  readonly hedgeDelayMs: number;
  /** Shortest such wait, in ms. */
  readonly minHedgeDelayMs: number;
}

/** An attempt is given so many times what 99 of 100 took. */
const TIMEOUT_FACTOR = 5;

/** Silence of so many times what 95 of 100 take is no longer chance. */
const SILENCE_FACTOR = 3;

/** How long to wait for a provider, learnt from how long it took of late, for each country by itself. */
export class ProviderLatency {
  readonly #all = new LatencyWindow();
  readonly #countries = new RecentMap<string, LatencyWindow>(MAX_COUNTRIES);

  constructor(private readonly options: PatienceOptions) {}

  add(country: string, tookMs: number): void {
    this.#all.add(tookMs);
    this.#countries.getOrMake(country, emptyWindow).add(tookMs);
  }

  /** Limit for an attempt after which nobody else is left, in ms: giving up early would help nobody. */
  get lastAttemptTimeoutMs(): number {
    return this.options.requestTimeoutMs;
  }

  /** Limit for the next attempt, in ms. */
  attemptTimeoutMs(country: string): number {
    const { attemptTimeoutMs, minAttemptTimeoutMs } = this.options;
    const usual = this.#quantileMs(country, 0.99);
    if (usual === undefined) return attemptTimeoutMs;
    return Math.min(attemptTimeoutMs, Math.max(minAttemptTimeoutMs, usual * TIMEOUT_FACTOR));
  }

  /** Silence after which the next provider is started beside this one, in ms. */
  hedgeDelayMs(country: string): number {
    const { hedgeDelayMs, minHedgeDelayMs } = this.options;
    const usual = this.#quantileMs(country, 0.95) ?? hedgeDelayMs;
    return Math.min(hedgeDelayMs, Math.max(minHedgeDelayMs, usual));
  }

  /** Time in which nearly every answer comes, in ms; 0 where that is not known. */
  usualMs(country: string): number {
    return this.#quantileMs(country, 0.95) ?? 0;
  }

  /** Whether an answer that has been out for `silentMs` is missing rather than late; always where nothing is known. */
  isMissing(country: string, silentMs: number): boolean {
    return silentMs >= SILENCE_FACTOR * this.usualMs(country);
  }

  #quantileMs(country: string, share: number): number | undefined {
    return this.#countries.get(country)?.quantileMs(share) ?? this.#all.quantileMs(share);
  }
}

function emptyWindow(): LatencyWindow {
  return new LatencyWindow();
}
