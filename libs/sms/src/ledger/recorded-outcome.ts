import type { CodeOutcome } from '../message/code-outcome.js';

/** Whether the providers that want to know it were told. */
export type OutcomeReport =
  /** None of those that took the message wants to know, as far as is known; see `DutySchedule.withDueAt`. */
  | { readonly state: 'none' }
  /** To be told at `at`, in wall-clock ms since the epoch, after so many tries that failed. */
  | { readonly state: 'due'; readonly at: number; readonly tries: number }
  | { readonly state: 'made' }
  | { readonly state: 'given-up' };

/** The outcome of a message's code, when it became known, and who was told. */
export interface RecordedOutcome {
  readonly outcome: CodeOutcome;
  /** Wall-clock ms since the epoch. */
  readonly at: number;
  readonly report: OutcomeReport;
}
