import { type Kysely, sql } from 'kysely';

/** Sessions, each with what is kept of its refresh tokens, and the keys that sign access tokens. */
export const sessions = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) =>
      column.notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('family_digest', 'text', (column) => column.notNull().unique())
    .addColumn('token_digest', 'text', (column) => column.notNull())
    .addColumn('token_expires_at', 'bigint', (column) => column.notNull())
    .addColumn('former_digest', 'text')
    .addColumn('rotated_at', 'bigint')
    .addColumn('sealed_token', 'text')
    .addColumn('client', 'text')
    .addColumn('network', 'text')
    .execute();
  await schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (column) => column.primaryKey())
    .addColumn('generation', 'integer', (column) => column.notNull().unique())
    .addColumn('algorithm', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('sealed_private_key', 'text', (column) => column.notNull())
    .addColumn('sealed_under', 'text', (column) => column.notNull())
    .addColumn('signs_from', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('sessions_by_account').on('sessions').columns(['account_id', 'status']).execute();
  await schema.createIndex('sessions_by_expiry').on('sessions').column('token_expires_at').execute();
  // Of few sessions the latest token is sealed at any moment: the index stays as small.
  await schema
    .createIndex('sessions_by_sealed_token')
    .on('sessions')
    .column('rotated_at')
    .where(sql.ref('sealed_token'), 'is not', null)
    .execute();
}
