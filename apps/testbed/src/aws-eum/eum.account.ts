import { OptOuts } from '../opt-outs.js';

/** Whether an account may write to every number; a sandboxed one may write to nobody here. */
export type EumReach = 'sandbox' | 'production';

const DEFAULT_SPEND_LIMIT_USD = 100;

/** What the End User Messaging account remembers between calls. */
export class EumAccount {
  readonly optOuts = new OptOuts();
  reach: EumReach = 'production';
  spendLimitUsd = DEFAULT_SPEND_LIMIT_USD;

  /** Sets what the account says it may spend on texts in a month, in US dollars. */
  limitSpendTo(usd: number): void {
    this.spendLimitUsd = usd;
  }

  reset(): void {
    this.optOuts.replace([]);
    this.reach = 'production';
    this.spendLimitUsd = DEFAULT_SPEND_LIMIT_USD;
  }
}
