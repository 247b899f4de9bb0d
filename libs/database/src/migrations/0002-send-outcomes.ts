import type { Kysely } from 'kysely';

/** The idempotency keys of text messages, each with what came of the one send under it. */
export const sendOutcomes = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sms_outcomes')
    .addColumn('key_digest', 'text', (column) => column.primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('lease_ends_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('sms_outcomes_by_expiry').on('sms_outcomes').column('expires_at').execute();
}
