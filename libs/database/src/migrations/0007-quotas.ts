import type { Kysely } from 'kysely';

/** How much of each quota is used up, under keyed digests of whom it is for. */
export const quotas = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('quota_counters')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('points', 'integer', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('quota_counters_by_expiry').on('quota_counters').column('expires_at').execute();
}
