import type { Attempt } from '../../../libs/sms/src/routing/attempt.js';
import type { FailoverOptions } from '../../../libs/sms/src/routing/failover.options.js';
import type { SendEnd } from '../simulated-send.js';
import { attemptsOf } from './send-invariants.js';

/** Counts what retries and hedges were paid for with: the burst, the share each send earns, and what is paid back. */
export class BudgetWatch {
  #sends = 0;
  #retries = 0;
  /** Hedges that nothing can have been paid back for. */
  #lostHedges = 0;

  constructor(
    private readonly options: FailoverOptions,
    private readonly providers: number,
  ) {}

  sendBegan(): void {
    this.#sends += 1;
  }

  /** Retries that can be paid for whatever has been earned, where no send that is under way has taken any. */
  get retriesLeft(): number {
    return this.options.retryBurst - this.#retries;
  }

  /**
   * @param underWay sends that have not ended: what they paid back is not known yet
   * @returns what is broken, or `undefined`
   */
  sendEnded(end: SendEnd, underWay: number): string | undefined {
    const attempts = attemptsOf(end);
    const hedges = attempts.filter((attempt) => attempt.reason === 'hedge' && isBegun(attempt)).length;
    const winner = attempts.find(({ outcome }) => outcome === 'accepted');
    const paidBack = attempts.filter((attempt) => attempt !== winner && attempt.reason !== 'hedge').length;
    this.#retries += repeatsIn(attempts);
    this.#lostHedges += Math.max(0, hedges - paidBack);

    const { retryBurst, retryShare, hedgeBurst, hedgeShare } = this.options;
    if (this.#retries > retryBurst + retryShare * this.#sends + ROUNDING)
      return 'retriesStayWithinTheirBudget';
    const unknown = underWay * (this.providers - 1);
    const allowed = hedgeBurst + hedgeShare * this.#sends + unknown + ROUNDING;
    return this.#lostHedges > allowed ? 'hedgesStayWithinTheirBudget' : undefined;
  }
}

const ROUNDING = 1e-6;

/** Whether no guard refused it, and it was not given up while it waited for a place. */
function isBegun({ code }: Attempt): boolean {
  return code !== 'circuit-open' && code !== 'too-many-waiting' && code !== 'ABORTED';
}

/** Attempts at a provider that had been asked before; what a breaker refused was never begun. */
function repeatsIn(attempts: readonly Attempt[]): number {
  const begun = attempts.filter(({ code }) => code !== 'circuit-open');
  return begun.length - new Set(begun.map(({ provider }) => provider)).size;
}
