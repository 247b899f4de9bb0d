import type { MessageContent, MessageRecord } from './message-record.js';

/** What a change of a record came to. */
export type RecordChange =
  | { readonly change: 'made'; readonly before: MessageRecord; readonly after: MessageRecord }
  /** The rule left the record as it is. */
  | { readonly change: 'none'; readonly record: MessageRecord }
  /** The ledger has no such message. */
  | { readonly change: 'no-record' };

/** The record as a change left it; `undefined` where there is none. */
export function recordIn(change: RecordChange): MessageRecord | undefined {
  if (change.change === 'no-record') return undefined;
  return change.change === 'made' ? change.after : change.record;
}

/** A pure rule from a record to the next; `undefined` leaves it as it is. */
export type RecordRule = (record: MessageRecord) => MessageRecord | undefined;

/** Who takes on due messages, and how many. Times are wall-clock ms since the epoch. */
export interface DueClaim {
  readonly now: number;
  /** Until then nobody else is given them; a claimer that died leaves them due from then on. */
  readonly leaseEndsAt: number;
  /** At most so many, the longest due first. */
  readonly limit: number;
}

/** Messages by the time they were created. Times are wall-clock ms since the epoch. */
export interface LatestQuery {
  readonly after: number;
  /** Included. */
  readonly until: number;
  /** At most so many, the latest first. */
  readonly limit: number;
}

/**
 * Remembers what became of every message. The class is the injection token.
 *
 * Recipient and text are kept apart from the record, sealed wherever they leave this process, and are gone as soon
 * as the record's `contentUntil` is. Every implementation passes `describeMessageLedger` of `@standby/sms/testing`.
 */
export abstract class MessageLedger {
  /** Keeps a new message; without effect where its id is known. */
  abstract open(record: MessageRecord, content: MessageContent): Promise<void>;

  /** Applies a rule to a record: changes of one message take turns, so none overlooks another. */
  abstract update(id: string, rule: RecordRule): Promise<RecordChange>;

  abstract find(id: string): Promise<MessageRecord | undefined>;

  /** The id of the latest message that a provider accepted under an id of its own. */
  abstract idOf(provider: string, providerMessageId: string): Promise<string | undefined>;

  /**
   * Makes a kept message the one that a provider's id means, unless another is; says whether it is now, or was before.
   * An `update` that brings the id into another record has it: what an answer says is certain, what was found is not.
   */
  abstract adopt(id: string, provider: string, providerMessageId: string): Promise<boolean>;

  /** Recipient and text, while they are kept and their key is known. */
  abstract contentOf(id: string): Promise<MessageContent | undefined>;

  /** Gives due messages to one claimer: they are due again when the lease ends, unless an update says otherwise. */
  abstract claimDue(claim: DueClaim): Promise<readonly MessageRecord[]>;

  /** The latest messages of a time. */
  abstract latest(query: LatestQuery): Promise<readonly MessageRecord[]>;

  /** Erases the recipients and texts kept until `now` or earlier. */
  abstract eraseContent(now: number): Promise<void>;

  /** Forgets the messages created before `createdBefore`. */
  abstract forget(createdBefore: number): Promise<void>;
}
