import type { FailureKind } from '../providers/handling.js';
import type { SmsProvider } from '../providers/sms-provider.js';

/** What each state of the far side comes out as at the adapter; `accepted`: the send resolves all the same. */
export const OUTCOME_OF_CONDITION = {
  'refuses-recipient': 'invalid-recipient',
  'opted-out': 'opted-out',
  throttled: 'throttled',
  'bad-credentials': 'misconfigured',
  unreachable: 'unavailable',
  'answers-500': 'ambiguous',
  'answers-503': 'ambiguous',
  'resets-after-reading': 'ambiguous',
  /** Until the signal aborts. */
  'never-answers': 'ambiguous',
  /** Until the signal aborts. */
  'accepts-then-never-answers': 'ambiguous',
  /** HTML with a status of 200 or of 500 and above. */
  'html-answer': 'ambiguous',
  /** It accepts, and its answer breaks off. */
  'cut-short': 'accepted',
} as const satisfies Record<string, FailureKind | 'accepted'>;

/** A state the far side of a provider can be put into. */
export type Condition = keyof typeof OUTCOME_OF_CONDITION;

/** An adapter together with the far side it speaks to. */
export interface ProviderRig {
  readonly provider: SmsProvider;
  /** Messages the far side took charge of, in any order. */
  taken(): readonly TakenMessage[] | Promise<readonly TakenMessage[]>;
  /** Requests to send a message the far side has read so far, answered or not; `never-answers` needs it. */
  requests?(): number | Promise<number>;
  /** Each puts the far side into that state for all that follows. */
  readonly conditions: Partial<Record<Condition, () => Promise<void> | void>>;
  /** Milliseconds the far side asks for when `throttled`; absent where it does not say. */
  readonly retryAfterMs?: number;
  /** Credentials, in every form they are sent in, that no error may show. */
  readonly secrets?: readonly string[];
  /** Closes the far side; the provider is closed before. */
  close(): Promise<void>;
}

export interface TakenMessage {
  readonly to: string;
  readonly text: string;
}
