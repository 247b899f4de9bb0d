import type { FailureKind } from './handling.js';

/** What an operator should know of an account; holds no secret and no account id. */
export type ProbeWarning =
  /** Only numbers verified by hand are reached, and the provider accepts the others all the same. */
  | { readonly kind: 'sandbox' }
  /** The most the account may spend on messages in a month, in US dollars, was never raised. */
  | { readonly kind: 'spend-limit'; readonly limitUsd: number }
  | { readonly kind: 'account-suspended' }
  | { readonly kind: 'account-closed' }
  | { readonly kind: 'trial-account' }
  /** Money left, in `currency` (ISO 4217). */
  | { readonly kind: 'low-balance'; readonly balance: number; readonly currency: string }
  | { readonly kind: 'bad-credentials' };

/** What a health probe found, without a message having been sent. */
export interface ProbeReport {
  /**
   * `ready` – the provider answered and would take a message, as far as it tells;
   * `down` – certainly no message would get through;
   * `inconclusive` – it would not tell, as when it is throttled or the credentials may only send.
   */
  readonly verdict: 'ready' | 'down' | 'inconclusive';
  /** In no order, one of a kind. */
  readonly warnings: readonly ProbeWarning[];
}

/** From the most to the least telling. */
const VERDICTS = ['down', 'inconclusive', 'ready'] as const satisfies readonly ProbeReport['verdict'][];

/** One report from the answers to several questions: the worst verdict, every kind of warning once. */
export function combined(reports: readonly ProbeReport[]): ProbeReport {
  const warnings = new Map(
    reports.flatMap((report) => report.warnings).map((warning) => [warning.kind, warning]),
  );
  return {
    verdict: VERDICTS.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? 'ready',
    warnings: [...warnings.values()],
  };
}

/** A report without warnings. */
export function plain(verdict: ProbeReport['verdict']): ProbeReport {
  return { verdict, warnings: [] };
}

/**
 * What a question that failed says of the provider.
 *
 * Only silence and server errors count against it: a refusal may be meant for the question alone.
 */
export function verdictOfFailure(kind: FailureKind): ProbeReport['verdict'] {
  return kind === 'unavailable' || kind === 'ambiguous' ? 'down' : 'inconclusive';
}
