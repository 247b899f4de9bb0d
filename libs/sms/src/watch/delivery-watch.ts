import type { RecordChange } from '../ledger/message-ledger.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { isFailure } from '../ledger/message-status.js';
import type { WatchTerms } from '../ledger/watch-terms.js';
import { Budget } from '../resilience/budget.js';
import { DeliveryExperience } from './delivery-experience.js';
import type { WatchOptions } from './watch.options.js';

/** Silence of so many times what 95 of 100 take is no longer chance. */
const HEARD_FACTOR = 2;
/** People differ more than networks do, and their 95th is already slow. */
const VERIFIED_FACTOR = 1.5;

/** Knows how long codes may take, and how many may be sent once more. */
export class DeliveryWatch implements WatchTerms {
  readonly #budget: Budget;
  readonly #experience: DeliveryExperience;

  /** @param reporting names of the providers that are configured to tell what becomes of messages */
  constructor(
    private readonly options: WatchOptions,
    private readonly reporting: ReadonlySet<string>,
  ) {
    this.#budget = new Budget({ capacity: options.resendBurst, perCall: options.resendShare });
    this.#experience = new DeliveryExperience(options.maxSilenceMs);
  }

  get minLifeMs(): number {
    return this.options.minLifeMs;
  }

  /**
   * A provider that reports is judged by how long it takes to; another, where most codes are proven, by how long that
   * takes. Whole ms, as ledgers keep times.
   */
  silenceMs(provider: string, country: string): number | undefined {
    if (this.#reports(provider, country)) {
      const usualMs = this.#experience.usuallyHeardMs(provider, country);
      return this.#bounded((usualMs ?? Number.POSITIVE_INFINITY) * HEARD_FACTOR);
    }
    const usualMs = this.#experience.usuallyVerifiedMs(provider, country);
    const isUsual = (this.#experience.verifiedShare(provider, country) ?? 0) >= this.options.minReportedShare;
    return usualMs === undefined || !isUsual ? undefined : this.#bounded(usualMs * VERIFIED_FACTOR);
  }

  /** Moves the budget by every change of a record: codes that are watched earn, and one that arrived thereby pays back. */
  account(change: RecordChange): void {
    if (change.change !== 'made') return;
    const { before, after } = change;
    if (before.watch.state === 'off' && after.watch.state === 'armed') this.#budget.earn();
    if (!isProvenRight(before) && isProvenRight(after)) this.#budget.refund();
  }

  /** Takes the right to send one code once more, or returns `false`. */
  trySpend(): boolean {
    return this.#budget.trySpend();
  }

  /** Gives it back: nothing was sent. */
  refund(): void {
    this.#budget.refund();
  }

  /** @see DeliveryExperience.learn */
  learn(records: readonly MessageRecord[]): void {
    for (const record of records) this.#experience.learn(record);
  }

  #reports(provider: string, country: string): boolean {
    const share = this.#experience.reportedShare(provider, country);
    return share === undefined ? this.reporting.has(provider) : share >= this.options.minReportedShare;
  }

  #bounded(silenceMs: number): number {
    const { minSilenceMs, maxSilenceMs } = this.options;
    return Math.round(Math.min(maxSilenceMs, Math.max(minSilenceMs, silenceMs)));
  }
}

/** Sent once more and arrived thereby: its provider says so, or somebody read it and every other copy had failed. */
function isProvenRight({ watch, attempts, codeOutcome }: MessageRecord): boolean {
  if (watch.state !== 'spent' || watch.why !== 'resent') return false;
  if (attempts.some(({ reason, status }) => reason === 'watch' && status === 'delivered')) return true;
  return (
    codeOutcome?.outcome === 'verified' &&
    attempts.every(({ reason, status }) => reason === 'watch' || isFailure(status))
  );
}
