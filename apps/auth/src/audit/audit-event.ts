import type { ChallengeAsker } from '../challenges/wrong-codes.js';

/**
 * One thing worth remembering. Whoever it happens to says what happened; when, for which request and from which
 * network is added when it is noted. Phone numbers are given whole and kept masked; of a challenge give its name, never
 * its id.
 */
export type AuditEvent =
  | { readonly event: 'challenge-asked'; readonly phoneNumber: string; readonly asker: ChallengeAsker }
  | ChallengeEvent<'challenge-sent' | 'challenge-resent', { readonly provider: string }>
  | {
      readonly event: 'challenge-refused';
      readonly phoneNumber?: string;
      readonly challenge?: string;
      /** Code of the problem that was answered. */
      readonly reason: string;
    }
  | ChallengeEvent<'code-wrong', { readonly attemptsLeft: number }>
  /** A code was not even looked at. */
  | { readonly event: 'code-refused'; readonly challenge: string; readonly reason: string }
  | {
      readonly event: 'number-waits';
      readonly phoneNumber: string;
      readonly asker: ChallengeAsker;
      readonly waitMs: number;
    }
  | ChallengeEvent<'challenge-verified', { readonly accountId: string }>
  | { readonly event: 'account-opened'; readonly accountId: string; readonly phoneNumber: string }
  | SessionEvent<'session-opened' | 'session-refreshed' | 'session-signed-out'>
  /** The token that was just used came again and got the same pair: a lost answer, a second tab, or a copy. */
  | SessionEvent<'session-refresh-repeated'>
  | SessionEvent<'session-revoked', { readonly reason: string }>
  | {
      readonly event: 'numbers-rekeyed';
      readonly rekeyed: number;
      readonly former: number;
      readonly unknown: number;
    }
  /** The secret is another one than the log was last sealed under; by the names of the keys. */
  | { readonly event: 'secret-replaced'; readonly from: string; readonly to: string }
  | { readonly event: 'signing-key-made'; readonly kid: string; readonly signsFrom: string }
  /** Published no more: their time was over, or an operator replaced them. */
  | { readonly event: 'signing-keys-retired' | 'signing-keys-replaced'; readonly kids: readonly string[] }
  | { readonly event: 'records-lost' | 'records-pruned'; readonly count: number };

type ChallengeEvent<Event extends string, More> = {
  readonly event: Event;
  readonly challenge: string;
  readonly phoneNumber: string;
} & More;

type SessionEvent<Event extends string, More = unknown> = {
  readonly event: Event;
  readonly sessionId: string;
  readonly accountId: string;
} & More;
