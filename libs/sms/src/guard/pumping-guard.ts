import { type Bucket, bucketsOf } from './pumping-buckets.js';
import type { PumpingCounters } from './pumping-counters.js';
import { type GuardedRequest, type PumpingRules, subjectsOf } from './pumping-rules.js';
import {
  type CheckState,
  type Effect,
  effectOf,
  type GuardMode,
  isBinding,
  type Measure,
  reasonsIn,
  type Standing,
  type Verdict,
  verdictFor,
} from './pumping-verdict.js';

/** What else a decision depends on. */
export interface Circumstances {
  readonly mode: GuardMode;
  readonly standing: Standing;
  /** What sending the code will cost, in millionths of a US dollar. */
  readonly costMicros: number;
  /** Asked only where the guard is unsure and its verdict binding. */
  readonly check: () => Promise<CheckState>;
}

/** What the rules say of a request, why, and what follows. */
export interface Decision {
  readonly verdict: Verdict;
  readonly reasons: readonly Measure[];
  readonly effect: Effect;
}

/**
 * Tells requests for codes that look like pumping: traffic that somebody is paid for, and nobody verifies.
 *
 * Every request counts before anything is sent, the refused ones too, so that an attack need not be paid for to be
 * seen; but what its own address speaks against, and is not admitted, counts against the address alone. Nothing here
 * reads a clock: the same requests at the same times are decided in the same way.
 */
export class PumpingGuard {
  constructor(
    private readonly rules: PumpingRules,
    private readonly counters: PumpingCounters,
  ) {}

  /** Counts a request and decides on it; one that is admitted has its cost added to the day's. */
  async decide(request: GuardedRequest, circumstances: Circumstances, now: number): Promise<Decision> {
    const { mode, standing, costMicros, check } = circumstances;
    const isBound = isBinding(mode, standing);
    const buckets = await this.#bucketsFor(request, now);
    const shared = buckets.filter(({ scope }) => scope !== 'address');
    const own = await this.#measureOwn(request, buckets, now);
    // Else whoever has one address could fill what everybody in a country shares.
    const isHeld = isBound && reasonsIn(own).length > 0;
    const others = isHeld ? await this.#foresee(shared, now) : await this.#fill(shared, now);
    const reasons = reasonsIn([...others, ...own]);
    const verdict = verdictFor(reasons);
    if (!isBound) {
      const overspent = await this.#spend(costMicros, now, 'noted');
      return decisionWith([...reasons, ...overspent], 'admitted');
    }
    const effect = effectOf(verdict, verdict === 'unsure' ? await check() : 'none');
    if (effect === 'refused' || effect === 'check-asked') return { verdict, reasons, effect };
    const overspent = await this.#spend(costMicros, now, 'binding');
    if (overspent.length > 0) return decisionWith([...reasons, ...overspent], 'refused');
    if (isHeld) await this.#pour(shared, 1, now);
    return { verdict, reasons, effect };
  }

  /** A code was verified: takes out what the requests that sent it had poured, and lets the thresholds grow. */
  async verified(requests: readonly GuardedRequest[], now: number): Promise<void> {
    const latest = requests.at(-1);
    if (latest === undefined) return;
    for (const request of requests) {
      const buckets = await this.#bucketsFor(request, now);
      await this.#pour(
        buckets.filter(({ drainedBy }) => drainedBy === 'verification'),
        -1,
        now,
      );
    }
    await this.counters.countVerified(subjectsOf(latest), now);
    await this.counters.noteVerifiedCountry(latest.address, latest.country, now);
  }

  /** Nothing was sent, for a reason that is not the request's: takes out what it had poured. */
  async withdraw(request: GuardedRequest, now: number): Promise<void> {
    await this.#pour(await this.#bucketsFor(request, now), -1, now);
  }

  /** Gives back the cost of what was not sent, or adds what it cost more than was thought. */
  async correctSpend(micros: number, at: number): Promise<void> {
    await this.counters.addSpend(micros, at);
  }

  /** Pours into the buckets of the address, and counts its countries. */
  async #measureOwn(
    request: GuardedRequest,
    buckets: readonly Bucket[],
    now: number,
  ): Promise<readonly Measure[]> {
    const own = buckets.filter(({ scope }) => scope === 'address');
    const countries = await this.counters.noteCountry(request.address, request.country, now);
    return [
      ...(await this.#fill(own, now)),
      { of: 'address-countries', level: countries, threshold: this.rules.addressCountries },
    ];
  }

  async #fill(buckets: readonly Bucket[], now: number): Promise<readonly Measure[]> {
    return measuresOf(buckets, await this.#pour(buckets, 1, now));
  }

  /** What {@link #fill} would tell; nothing is poured. */
  async #foresee(buckets: readonly Bucket[], now: number): Promise<readonly Measure[]> {
    const levels = await this.#pour(buckets, 0, now);
    return measuresOf(
      buckets,
      levels.map((level) => level + 1),
    );
  }

  /** The objection, when the day's cap is exceeded; where it is binding, nothing is added then. */
  async #spend(micros: number, now: number, force: 'binding' | 'noted'): Promise<readonly Measure[]> {
    const threshold = this.rules.dailySpendMicros;
    const level = await this.counters.addSpend(micros, now);
    if (level <= threshold) return [];
    if (force === 'binding') await this.counters.addSpend(-micros, now);
    return [{ of: 'daily-spend', level, threshold }];
  }

  async #bucketsFor(request: GuardedRequest, now: number): Promise<readonly Bucket[]> {
    return bucketsOf(this.rules, request, await this.counters.verifiedOf(subjectsOf(request), now));
  }

  #pour(buckets: readonly Bucket[], amount: number, now: number): Promise<readonly number[]> {
    return this.counters.pour(
      buckets.map((bucket) => ({ ...bucket, amount })),
      now,
    );
  }
}

function measuresOf(buckets: readonly Bucket[], levels: readonly number[]): readonly Measure[] {
  return buckets.map(({ name, threshold }, index) => ({ of: name, level: levels[index] ?? 0, threshold }));
}

function decisionWith(reasons: readonly Measure[], effect: Effect): Decision {
  return { verdict: verdictFor(reasons), reasons, effect };
}
