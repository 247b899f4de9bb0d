import type { Kysely } from 'kysely';

/** The tables of a phone sign-in: accounts, challenges, sessions with their refresh tokens, signing keys. */
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
    .addColumn('message_id', 'text')
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('refresh_tokens')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('session_id', 'text', (column) => column.notNull().references('sessions.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_at', 'bigint')
    .execute();
  await schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (column) => column.primaryKey())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('sealed_private_key', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('challenges_by_phone_number')
    .on('challenges')
    .columns(['phone_number', 'status'])
    .execute();
  await schema.createIndex('challenges_by_expiry').on('challenges').column('expires_at').execute();
  await schema.createIndex('refresh_tokens_by_session').on('refresh_tokens').column('session_id').execute();
  await schema.createIndex('refresh_tokens_by_expiry').on('refresh_tokens').column('expires_at').execute();
}
