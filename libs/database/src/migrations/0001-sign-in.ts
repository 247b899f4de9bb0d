import type { Kysely } from 'kysely';

/** The tables of a phone sign-in: accounts and challenges. */
export const signIn = { up };

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('phone_number', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_signed_in_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('challenges')
    .addColumn('id_digest', 'text', (column) => column.primaryKey())
    .addColumn('phone_number', 'text', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('code_digest', 'text', (column) => column.notNull())
    .addColumn('sealed_code', 'text')
    .addColumn('attempts_left', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('resend_after_at', 'bigint', (column) => column.notNull())
    .addColumn('last_provider', 'text')
    .execute();
  await schema
    .createIndex('challenges_by_phone_number')
    .on('challenges')
    .columns(['phone_number', 'status'])
    .execute();
  await schema.createIndex('challenges_by_expiry').on('challenges').column('expires_at').execute();
}
