import type { SentMessage } from '../../libs/sms/src/ledger/sent-message.js';
import type { Purpose } from '../../libs/sms/src/message/outbound-message.js';
import type { PhoneNumber } from '../../libs/sms/src/message/phone-number.js';
import type { Answer } from './call-script.js';

/** How a send ended, as its caller saw it. */
export type SendEnd =
  | { readonly name: 'resolved'; readonly sent: SentMessage }
  | { readonly name: 'rejected'; readonly error: unknown };

/** In which step of the world, when, and how, something ended; `under way` until then. */
export type Ended<T> =
  | { readonly state: 'under way' }
  | { readonly state: 'ended'; readonly step: number; readonly atMs: number; readonly as: T };

/** One send, with all that happened to it. */
export interface SimulatedSend {
  /** Counted from 1. */
  readonly index: number;
  readonly to: PhoneNumber;
  readonly purpose: Purpose;
  /** Its idempotency key, which others may use as well. */
  readonly key: string | undefined;
  readonly beganAtMs: number;
  readonly deadlineMs: number;
  readonly caller: AbortController | undefined;
  /** Whether the service was already closed when it began. */
  readonly door: 'open' | 'closed';
  /** The only provider that would carry it, in a world where all is well again. */
  readonly mustBeCarriedBy?: string;
  /** Calls to providers, in order. */
  readonly calls: ProviderCall[];
  gaveUp: { readonly step: number } | 'not';
  end: Ended<SendEnd>;
}

/** One call, as the provider saw it. */
export interface ProviderCall {
  readonly provider: string;
  readonly send: SimulatedSend;
  readonly beganAtMs: number;
  readonly beganAtStep: number;
  readonly signal: AbortSignal;
  /** Under way until it is answered or given up; then with what its adapter said of it. */
  end: Ended<{ readonly by: 'answer' | 'abort'; readonly answer: Answer }>;
  custody: 'not taken' | 'taken';
}

/** How a caller's line in a trace calls a send; no number, so that nothing but the seed tells one from another. */
export function nameOf({ index, purpose, to, key }: SimulatedSend): string {
  return `#${index} (${purpose} to ${to.country}${key === undefined ? '' : `, ${key}`})`;
}
