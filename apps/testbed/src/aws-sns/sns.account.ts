import { OptOuts } from '../opt-outs.js';

/** Whether an account may write to every number; a sandboxed one reaches nobody here. */
export type SnsReach = 'sandbox' | 'production';

const DEFAULT_ATTRIBUTES: readonly (readonly [string, string])[] = [
  ['DefaultSMSType', 'Transactional'],
  ['MonthlySpendLimit', '100'],
];

/** What the SNS account remembers between calls. */
export class SnsAccount {
  readonly optOuts = new OptOuts();
  attributes = new Map(DEFAULT_ATTRIBUTES);
  reach: SnsReach = 'production';

  /** Returns why a number would not be reached, in the words of the delivery log; undefined when it would. */
  undeliverableReasonFor(number: string): string | undefined {
    if (this.optOuts.has(number)) return 'Phone number is opted out';
    return this.reach === 'sandbox' ? 'Sandboxed account unable to send to number.' : undefined;
  }

  /** Sets what the account says it may spend on messages in a month, in US dollars. */
  limitSpendTo(usd: number): void {
    this.attributes.set('MonthlySpendLimit', String(usd));
  }

  reset(): void {
    this.optOuts.replace([]);
    this.attributes = new Map(DEFAULT_ATTRIBUTES);
    this.reach = 'production';
  }
}
