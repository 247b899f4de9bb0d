import { LatencyWindow } from '../resilience/latency-window.js';
import { RecentMap } from '../resilience/recent-map.js';

/** Pairs of a provider and a country remembered: all there are of several providers. */
export const MAX_PAIRS = 2048;

/** How long something takes with each provider, learnt for each country by itself. */
export class UsualTimes {
  readonly #windows = new RecentMap<string, LatencyWindow>(MAX_PAIRS);

  add(provider: string, country: string, tookMs: number): void {
    for (const key of [provider, `${provider} ${country}`])
      this.#windows.getOrMake(key, () => new LatencyWindow()).add(tookMs);
  }

  /**
   * The time that `share` of the last ones kept under, in ms: of the country, else of the provider everywhere;
   * `undefined` while too little is known.
   *
   * @param share in (0, 1]
   */
  quantileMs(provider: string, country: string, share: number): number | undefined {
    const ofCountry = this.#windows.get(`${provider} ${country}`)?.quantileMs(share);
    return ofCountry ?? this.#windows.get(provider)?.quantileMs(share);
  }
}
