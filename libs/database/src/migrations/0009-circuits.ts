import type { Kysely } from 'kysely';

/** What the instances have found out of the providers' circuits. */
export const circuits = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sms_circuits')
    .addColumn('circuit', 'text', (column) => column.primaryKey())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('openings', 'integer', (column) => column.notNull())
    .addColumn('open_until', 'bigint', (column) => column.notNull())
    .addColumn('noticed_at', 'bigint', (column) => column.notNull())
    .addColumn('noticed_by', 'text', (column) => column.notNull())
    .execute();
}
