import { type Kysely, sql } from 'kysely';

/** What the pumping guard counts, what it decided and why, and the proofs of work that were used. */
export const pumpingGuard = { up };

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('guard_buckets')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('level', 'double precision', (column) => column.notNull())
    .addColumn('amount', 'double precision', (column) => column.notNull())
    .addColumn('threshold', 'double precision', (column) => column.notNull())
    .addColumn('leak_per_ms', 'double precision', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('empty_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('guard_verified')
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('span', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'bigint', (column) => column.notNull())
    .addColumn('verified', 'integer', (column) => column.notNull())
    .addColumn('forget_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('guard_verified_key', ['subject', 'span', 'starts_at'])
    .execute();
  await schema
    .createTable('guard_countries')
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint', (column) => column.notNull())
    .addColumn('verified_at', 'bigint')
    .addPrimaryKeyConstraint('guard_countries_key', ['address', 'country'])
    .execute();
  await schema
    .createTable('guard_spend')
    .addColumn('day_starts_at', 'bigint', (column) => column.primaryKey())
    .addColumn('micros', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('guard_decisions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('decided_at', 'bigint', (column) => column.notNull())
    .addColumn('occasion', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('reasons', 'text', (column) => column.notNull())
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull())
    .addColumn('masked_number', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('challenge', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('cost_micros', 'bigint', (column) => column.notNull())
    .addColumn('cost_source', 'text', (column) => column.notNull())
    .addColumn('verified_at', 'bigint')
    .execute();
  await schema
    .createTable('guard_proofs')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema.createIndex('guard_buckets_by_emptiness').on('guard_buckets').column('empty_at').execute();
  await schema.createIndex('guard_verified_by_age').on('guard_verified').column('forget_at').execute();
  await schema.createIndex('guard_countries_by_age').on('guard_countries').column('asked_at').execute();
  await schema.createIndex('guard_decisions_by_age').on('guard_decisions').column('decided_at').execute();
  await schema
    .createIndex('guard_decisions_by_challenge')
    .on('guard_decisions')
    .column('challenge')
    .execute();
  await schema
    .createIndex('guard_decisions_by_message')
    .on('guard_decisions')
    .column('message_id')
    .where(sql.ref('message_id'), 'is not', null)
    .execute();
  await schema.createIndex('guard_proofs_by_expiry').on('guard_proofs').column('expires_at').execute();
}
