import type { Attempt } from './attempt.js';

/** What became of handing a message over. */
export type Handover =
  | {
      readonly status: 'accepted';
      readonly provider: string;
      readonly providerMessageId: string | undefined;
      readonly attempts: readonly Attempt[];
    }
  /** A notification that may or may not have been accepted: it is not sent again. */
  | { readonly status: 'unknown'; readonly provider: string; readonly attempts: readonly Attempt[] };
