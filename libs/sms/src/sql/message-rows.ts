import type { ColumnType, Insertable, Selectable } from 'kysely';
import type { MessageRecord } from '../ledger/message-record.js';
import { messageStatusOr, parseAttempts, parseNames, purposeOr } from './stored-message.js';
import { outcomeIn, watchColumnOf, watchIn } from './stored-watch.js';

/** Since the epoch, in a `bigint` column, which PostgreSQL's driver may hand over as text. */
type Milliseconds = ColumnType<number | string, number, number>;
type MaybeMilliseconds = ColumnType<number | string | null, number | null, number | null>;

/** One message. */
export interface MessageTable {
  id: string;
  /** Counts the changes. */
  revision: number;
  status: string;
  purpose: string;
  country: string;
  segments: number;
  /** Id of another message, which may be forgotten by now; null where it replaces none. */
  replaces: string | null;
  /** JSON: names of providers. */
  route: string;
  /** JSON: the attempts. */
  attempts: string;
  /** JSON; null where the watch is off. */
  watch: string | null;
  /** JSON; null until it is known. */
  outcome: string | null;
  created_at: Milliseconds;
  settle_by: Milliseconds;
  updated_at: Milliseconds;
  sealed_content: string | null;
  content_until: MaybeMilliseconds;
  next_due_at: MaybeMilliseconds;
}

/** The id under which a provider took a message; it means one, so that id and provider are the primary key. */
export interface AcceptanceTable {
  message_id: string;
  provider: string;
  provider_message_id: string;
}

/** The part of a schema that `SqlMessageLedger` asks. */
export interface LedgerSchema {
  sms_messages: MessageTable;
  sms_acceptances: AcceptanceTable;
}

/** A `bigint` takes no fraction: PostgreSQL would refuse the whole change. */
function wholeMs(ms: number): number {
  return Math.ceil(ms);
}

/** The columns of a record that its rules may change. */
export function changingColumnsOf({
  status,
  attempts,
  watch,
  codeOutcome,
  updatedAt,
  contentUntil,
  dueAt,
}: MessageRecord) {
  return {
    status,
    attempts: JSON.stringify(attempts),
    watch: watchColumnOf(watch),
    outcome: codeOutcome === undefined ? null : JSON.stringify(codeOutcome),
    updated_at: wholeMs(updatedAt),
    content_until: contentUntil === undefined ? null : wholeMs(contentUntil),
    next_due_at: dueAt === undefined ? null : wholeMs(dueAt),
  };
}

/** A new record as a row, without what is sealed. */
export function rowOf(record: MessageRecord): Omit<Insertable<MessageTable>, 'sealed_content'> {
  const { id, purpose, country, segments, replaces, route, createdAt, settleBy } = record;
  return {
    id,
    revision: 0,
    purpose,
    country,
    segments,
    replaces: replaces ?? null,
    route: JSON.stringify(route),
    created_at: wholeMs(createdAt),
    settle_by: wholeMs(settleBy),
    ...changingColumnsOf(record),
  };
}

/** The ids under which providers took a message. */
export function acceptancesOf({ id, attempts }: MessageRecord): AcceptanceTable[] {
  return attempts.flatMap(({ provider, providerMessageId }) =>
    providerMessageId === undefined
      ? []
      : [{ message_id: id, provider, provider_message_id: providerMessageId }],
  );
}

/**
 * A record from its row. A word that this release does not know, as after a return to an older one, becomes the one
 * that promises least.
 */
export function recordOf(row: Selectable<MessageTable>): MessageRecord {
  return {
    id: row.id,
    status: messageStatusOr('unknown', row.status),
    purpose: purposeOr('notification', row.purpose),
    country: row.country,
    segments: row.segments,
    ...(row.replaces !== null && { replaces: row.replaces }),
    route: parseNames(row.route) ?? [],
    attempts: parseAttempts(row.attempts) ?? [],
    watch: watchIn(row.watch),
    codeOutcome: outcomeIn(row.outcome),
    createdAt: Number(row.created_at),
    settleBy: Number(row.settle_by),
    updatedAt: Number(row.updated_at),
    contentUntil: row.content_until === null ? undefined : Number(row.content_until),
    dueAt: row.next_due_at === null ? undefined : Number(row.next_due_at),
  };
}
