import type { Kysely } from 'kysely';

/** What one instance at a time may do, who does it, and how far it got. */
export const leases = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sms_leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .addColumn('note', 'text')
    .execute();
}
