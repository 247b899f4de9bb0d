import { type Kysely, sql } from 'kysely';

/**
 * The tables of a phone sign-in but for its sessions: accounts and the devices confirmed for them, challenges and the
 * wrong codes of numbers. No table holds a phone number that can be read.
 */
export const accountsAndChallenges = { up };

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('number_keys')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number_digest', 'text', (column) => column.notNull().unique())
    .addColumn('number_key', 'text', (column) => column.notNull())
    .addColumn('sealed_number', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_signed_in_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('confirmed_devices')
    .addColumn('token_digest', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('challenges')
    .addColumn('id_digest', 'text', (column) => column.primaryKey())
    .addColumn('number_digest', 'text', (column) => column.notNull())
    .addColumn('sealed_number', 'text')
    .addColumn('device_digest', 'text')
    .addColumn('locale', 'text')
    .addColumn('platform', 'text')
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
    .createTable('wrong_codes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number_digest', 'text', (column) => column.notNull())
    .addColumn('asker', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('accounts_by_number_key').on('accounts').columns(['number_key', 'id']).execute();
  await schema
    .createIndex('challenges_by_number')
    .on('challenges')
    .columns(['number_digest', 'status'])
    .execute();
  await schema
    .createIndex('challenges_untold')
    .on('challenges')
    .column('message_id')
    .where(sql.ref('message_id'), 'is not', null)
    .where(sql.ref('sealed_number'), 'is', null)
    .execute();
  await schema
    .createIndex('wrong_codes_by_number')
    .on('wrong_codes')
    .columns(['number_digest', 'asker', 'at'])
    .execute();
  await schema.createIndex('wrong_codes_by_age').on('wrong_codes').column('at').execute();
  await schema
    .createIndex('confirmed_devices_by_account')
    .on('confirmed_devices')
    .column('account_id')
    .execute();
  await schema
    .createIndex('confirmed_devices_by_expiry')
    .on('confirmed_devices')
    .column('expires_at')
    .execute();
  await schema.createIndex('challenges_by_expiry').on('challenges').column('expires_at').execute();
}
