import { type Kysely, PostgresAdapter, type Selectable } from 'kysely';
import type { ContentKeys } from '../ledger/content-keys.js';
import {
  type DueClaim,
  type LatestQuery,
  MessageLedger,
  type RecordChange,
  type RecordRule,
} from '../ledger/message-ledger.js';
import type { MessageContent, MessageRecord } from '../ledger/message-record.js';
import { type LedgerSchema, type MessageTable, recordOf, rowOf } from './message-rows.js';
import { plainDatabase } from './plain-database.js';
import { replaceRow, type SqlEngine } from './replaced-row.js';
import { parseContent } from './stored-message.js';

/** Rows deleted in one statement, so that no sweep holds up others for long. */
const FORGET_BATCH = 5000;

/**
 * What became of messages, in SQLite or PostgreSQL, shared by every instance on the database and kept across restarts.
 *
 * Recipient and text are written only sealed, under keys that are not in the database; hence there is no ledger
 * without keys. Each change is one conditional statement, on SQLite with a new id of a provider one transaction. The
 * host creates the tables.
 */
export class SqlMessageLedger implements MessageLedger {
  readonly #database: Kysely<LedgerSchema>;
  readonly #engine: SqlEngine;

  constructor(
    database: Kysely<LedgerSchema>,
    private readonly keys: ContentKeys,
  ) {
    this.#database = plainDatabase(database);
    this.#engine = database.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'other';
  }

  async open(record: MessageRecord, content: MessageContent): Promise<void> {
    const isKept = record.contentUntil !== undefined;
    const sealed_content = isKept ? this.keys.seal(JSON.stringify(content), contextOf(record.id)) : null;
    await this.#database
      .insertInto('sms_messages')
      .values({ ...rowOf(record), sealed_content })
      .onConflict((on) => on.column('id').doNothing())
      .execute();
  }

  async update(id: string, rule: RecordRule): Promise<RecordChange> {
    for (;;) {
      const row = await this.#find(id);
      if (row === undefined) return { change: 'no-record' };
      const before = recordOf(row);
      const after = rule(before);
      if (after === undefined) return { change: 'none', record: before };
      if (await replaceRow(this.#database, this.#engine, { row, after }))
        return { change: 'made', before, after };
      // Somebody was faster: the rule is for what they made of it.
    }
  }

  async find(id: string): Promise<MessageRecord | undefined> {
    const row = await this.#find(id);
    return row && recordOf(row);
  }

  async idOf(provider: string, providerMessageId: string): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('sms_acceptances')
      .select('message_id')
      .where('provider_message_id', '=', providerMessageId)
      .where('provider', '=', provider)
      .executeTakeFirst();
    return row?.message_id;
  }

  async adopt(id: string, provider: string, providerMessageId: string): Promise<boolean> {
    await this.#database
      .insertInto('sms_acceptances')
      .values({ message_id: id, provider, provider_message_id: providerMessageId })
      .onConflict((on) => on.doNothing())
      .execute();
    return (await this.idOf(provider, providerMessageId)) === id;
  }

  async contentOf(id: string): Promise<MessageContent | undefined> {
    const row = await this.#database
      .selectFrom('sms_messages')
      .select('sealed_content')
      .where('id', '=', id)
      .executeTakeFirst();
    const json = row?.sealed_content && this.keys.open(row.sealed_content, contextOf(id));
    return json ? parseContent(json) : undefined;
  }

  async claimDue({ now, leaseEndsAt, limit }: DueClaim): Promise<readonly MessageRecord[]> {
    const rows = await this.#database
      .updateTable('sms_messages')
      .set((row) => ({ next_due_at: leaseEndsAt, revision: row('revision', '+', 1) }))
      .where('id', 'in', (due) => {
        const ids = due
          .selectFrom('sms_messages')
          .select('id')
          .where('next_due_at', '<=', now)
          .orderBy('next_due_at')
          .limit(limit);
        // In SQLite one writer works at a time; here another claimer's rows are passed over.
        return this.#engine === 'postgres' ? ids.forUpdate().skipLocked() : ids;
      })
      .returningAll()
      .execute();
    return rows.map(recordOf);
  }

  async latest({ after, until, limit }: LatestQuery): Promise<readonly MessageRecord[]> {
    const rows = await this.#database
      .selectFrom('sms_messages')
      .selectAll()
      .where('created_at', '>', after)
      .where('created_at', '<=', until)
      .orderBy('created_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(recordOf);
  }

  async eraseContent(now: number): Promise<void> {
    await this.#database
      .updateTable('sms_messages')
      .set((row) => ({ sealed_content: null, content_until: null, revision: row('revision', '+', 1) }))
      .where('content_until', '<=', now)
      .execute();
  }

  async forget(createdBefore: number): Promise<void> {
    for (;;) {
      const { numDeletedRows } = await this.#database
        .deleteFrom('sms_messages')
        .where('id', 'in', (old) =>
          old
            .selectFrom('sms_messages')
            .select('id')
            .where('created_at', '<', createdBefore)
            .limit(FORGET_BATCH),
        )
        .executeTakeFirst();
      if (numDeletedRows < FORGET_BATCH) return;
    }
  }

  #find(id: string): Promise<Selectable<MessageTable> | undefined> {
    return this.#database.selectFrom('sms_messages').selectAll().where('id', '=', id).executeTakeFirst();
  }
}

/** What a sealed text belongs to: moved to another row it is worthless. */
function contextOf(messageId: string): string {
  return `sms_messages.sealed_content ${messageId}`;
}
