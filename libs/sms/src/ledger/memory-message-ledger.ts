import type { MessageAttempt } from './message-attempt.js';
import {
  type DueClaim,
  type LatestQuery,
  MessageLedger,
  type RecordChange,
  type RecordRule,
} from './message-ledger.js';
import type { MessageContent, MessageRecord } from './message-record.js';

interface Entry {
  readonly record: MessageRecord;
  readonly content: MessageContent | undefined;
}

/** Messages remembered by default: about ten megabytes. */
const MAX_MESSAGES = 10_000;

/**
 * What became of the latest messages, in this process, lost when it ends; recipients and texts never leave it.
 *
 * Bounded: past `maxMessages` the older half is forgotten, and receipts for it find no message.
 */
export class MemoryMessageLedger implements MessageLedger {
  /** By message id, the oldest first. */
  #entries = new Map<string, Entry>();
  #idsByProviderId = new Map<string, string>();

  constructor(private readonly maxMessages = MAX_MESSAGES) {}

  async open(record: MessageRecord, content: MessageContent): Promise<void> {
    if (this.#entries.has(record.id)) return;
    if (this.#entries.size >= this.maxMessages) this.#forgetHalf();
    this.#put(record, content);
    this.#index(record, []);
  }

  async update(id: string, rule: RecordRule): Promise<RecordChange> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return { change: 'no-record' };
    const after = rule(entry.record);
    if (after === undefined) return { change: 'none', record: entry.record };
    this.#put(after, entry.content);
    this.#index(after, entry.record.attempts);
    return { change: 'made', before: entry.record, after };
  }

  async find(id: string): Promise<MessageRecord | undefined> {
    return this.#entries.get(id)?.record;
  }

  async idOf(provider: string, providerMessageId: string): Promise<string | undefined> {
    return this.#idsByProviderId.get(keyOf(provider, providerMessageId));
  }

  async adopt(id: string, provider: string, providerMessageId: string): Promise<boolean> {
    const key = keyOf(provider, providerMessageId);
    const known = this.#idsByProviderId.get(key);
    if (known === undefined) this.#idsByProviderId.set(key, id);
    return known === undefined || known === id;
  }

  async contentOf(id: string): Promise<MessageContent | undefined> {
    return this.#entries.get(id)?.content;
  }

  async claimDue({ now, leaseEndsAt, limit }: DueClaim): Promise<readonly MessageRecord[]> {
    const due = Array.from(this.#entries.values(), ({ record }) => record)
      .filter(({ dueAt }) => dueAt !== undefined && dueAt <= now)
      .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
      .slice(0, limit)
      .map((record) => ({ ...record, dueAt: leaseEndsAt }));
    for (const record of due) this.#put(record, this.#entries.get(record.id)?.content);
    return due;
  }

  async latest({ after, until, limit }: LatestQuery): Promise<readonly MessageRecord[]> {
    return Array.from(this.#entries.values(), ({ record }) => record)
      .filter(({ createdAt }) => createdAt > after && createdAt <= until)
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .slice(0, limit);
  }

  async eraseContent(now: number): Promise<void> {
    for (const { record, content } of this.#entries.values()) {
      const { contentUntil } = record;
      if (contentUntil !== undefined && contentUntil <= now)
        this.#put({ ...record, contentUntil: undefined }, content);
    }
  }

  async forget(createdBefore: number): Promise<void> {
    this.#keepOnly(
      Array.from(this.#entries.values()).filter(({ record }) => record.createdAt >= createdBefore),
    );
  }

  #put(record: MessageRecord, content: MessageContent | undefined): void {
    this.#entries.set(record.id, {
      record,
      content: record.contentUntil === undefined ? undefined : content,
    });
  }

  /** Under the ids that are new to the record alone: another may have taken over the older ones. */
  #index({ id, attempts }: MessageRecord, before: readonly MessageAttempt[]): void {
    const known = keysOf(before);
    for (const key of keysOf(attempts)) if (!known.includes(key)) this.#idsByProviderId.set(key, id);
  }

  /** Dropping half of it now and then costs less than one by one: deleting makes a large `Map` slow. */
  #forgetHalf(): void {
    this.#keepOnly([...this.#entries.values()].slice(Math.ceil(this.maxMessages / 2)));
  }

  #keepOnly(kept: readonly Entry[]): void {
    if (kept.length === this.#entries.size) return;
    this.#entries = new Map(kept.map((entry) => [entry.record.id, entry]));
    this.#idsByProviderId = new Map([...this.#idsByProviderId].filter(([, id]) => this.#entries.has(id)));
  }
}

function keysOf(attempts: readonly MessageAttempt[]): readonly string[] {
  return attempts.flatMap(({ provider, providerMessageId }) =>
    providerMessageId === undefined ? [] : [keyOf(provider, providerMessageId)],
  );
}

function keyOf(provider: string, providerMessageId: string): string {
  return `${provider} ${providerMessageId}`;
}
