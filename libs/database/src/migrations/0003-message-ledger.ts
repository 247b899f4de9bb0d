import { type Kysely, sql } from 'kysely';

/** What became of text messages, and under which ids providers took them; recipient and text only sealed. */
export const messageLedger = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sms_messages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull())
    .addColumn('segments', 'integer', (column) => column.notNull())
    .addColumn('replaces', 'text')
    .addColumn('route', 'text', (column) => column.notNull())
    .addColumn('attempts', 'text', (column) => column.notNull())
    .addColumn('watch', 'text')
    .addColumn('outcome', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('settle_by', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('sealed_content', 'text')
    .addColumn('content_until', 'bigint')
    .addColumn('next_due_at', 'bigint')
    .execute();
  await schema
    .createTable('sms_acceptances')
    .addColumn('message_id', 'text', (column) =>
      column.notNull().references('sms_messages.id').onDelete('cascade'),
    )
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('provider_message_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sms_acceptances_key', ['provider_message_id', 'provider'])
    .execute();
  // For what is forgotten with its message.
  await schema.createIndex('sms_acceptances_by_message').on('sms_acceptances').column('message_id').execute();
  await schema.createIndex('sms_messages_by_age').on('sms_messages').column('created_at').execute();
  // Nearly all rows are due no more and hold no content: these two stay as small as what is under way.
  await schema
    .createIndex('sms_messages_by_due')
    .on('sms_messages')
    .column('next_due_at')
    .where(sql.ref('next_due_at'), 'is not', null)
    .execute();
  await schema
    .createIndex('sms_messages_by_content')
    .on('sms_messages')
    .column('content_until')
    .where(sql.ref('content_until'), 'is not', null)
    .execute();
}
