import { type Kysely, type OnConflictBuilder, type Selectable, sql } from 'kysely';
import type { MessageRecord } from '../ledger/message-record.js';
import {
  type AcceptanceTable,
  acceptancesOf,
  changingColumnsOf,
  type LedgerSchema,
  type MessageTable,
  recordOf,
} from './message-rows.js';

/** What decides how several changes are made at once. */
export type SqlEngine = 'postgres' | 'other';

/** The row as it was read, and the record to put in its place. */
interface Replacement {
  readonly row: Selectable<MessageTable>;
  readonly after: MessageRecord;
}

/**
 * Writes a record in the place of a row, and the ids by which receipts find it from then on: both or neither, since an
 * id whose record does not have it would belong to nobody.
 *
 * @returns `false` when the row is no longer as it was read; nothing was written
 */
export async function replaceRow(
  database: Kysely<LedgerSchema>,
  engine: SqlEngine,
  replacement: Replacement,
): Promise<boolean> {
  const known = new Set(acceptancesOf(recordOf(replacement.row)).map(keyOf));
  const named = new Map(acceptancesOf(replacement.after).map((each) => [keyOf(each), each]));
  const acceptances = [...named].filter(([key]) => !known.has(key)).map(([, each]) => each);
  if (acceptances.length === 0) return isChanged(await changing(database, replacement).executeTakeFirst());
  return engine === 'postgres'
    ? inOneStatement(database, replacement, acceptances)
    : inOneTransaction(database, replacement, acceptances);
}

/** One way to the server and back, as a change without new ids takes. */
async function inOneStatement(
  database: Kysely<LedgerSchema>,
  replacement: Replacement,
  acceptances: readonly AcceptanceTable[],
): Promise<boolean> {
  const row = await database
    .with('changed', (connection) => changing(connection, replacement).returning('id'))
    .with('accepted', (connection) =>
      connection
        .insertInto('sms_acceptances')
        .columns(['message_id', 'provider', 'provider_message_id'])
        .expression(
          sql`select accepted.* from changed, json_to_recordset(${JSON.stringify(acceptances)})
            as accepted (message_id text, provider text, provider_message_id text)`,
        )
        .onConflict(havingIt),
    )
    .selectFrom('changed')
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** SQLite changes one table a statement, and confirms one transaction sooner than two statements. */
function inOneTransaction(
  database: Kysely<LedgerSchema>,
  replacement: Replacement,
  acceptances: readonly AcceptanceTable[],
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    if (!isChanged(await changing(transaction, replacement).executeTakeFirst())) return false;
    await transaction.insertInto('sms_acceptances').values(acceptances).onConflict(havingIt).execute();
    return true;
  });
}

function changing(
  database: Pick<Kysely<LedgerSchema>, 'updateTable'>,
  { row: { id, revision }, after }: Replacement,
) {
  const erased = after.contentUntil === undefined ? { sealed_content: null } : {};
  return database
    .updateTable('sms_messages')
    .set({ ...changingColumnsOf(after), ...erased, revision: revision + 1 })
    .where('id', '=', id)
    .where('revision', '=', revision);
}

/** Another message may have adopted the id: what is in a record by an answer is certain. */
function havingIt(on: OnConflictBuilder<LedgerSchema, 'sms_acceptances'>) {
  return on
    .columns(['provider_message_id', 'provider'])
    .doUpdateSet({ message_id: (row) => row.ref('excluded.message_id') });
}

function isChanged({ numUpdatedRows }: { readonly numUpdatedRows: bigint }): boolean {
  return numUpdatedRows > 0n;
}

function keyOf({ provider, provider_message_id }: AcceptanceTable): string {
  return `${provider} ${provider_message_id}`;
}
