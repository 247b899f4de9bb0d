import type { Kysely } from 'kysely';
import type { Schema } from '../schema.js';

/** The audit log: what happened, in a chain of hashes, and the one row that says where the chain begins and ends. */
export const audit = { up };

async function up(database: Kysely<Pick<Schema, 'audit_chain'>>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('audit_records')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('record', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('audit_chain')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('base_seq', 'bigint', (column) => column.notNull())
    .addColumn('base_hash', 'text', (column) => column.notNull())
    .addColumn('head_seq', 'bigint', (column) => column.notNull())
    .addColumn('head_hash', 'text', (column) => column.notNull())
    .addColumn('unproven_to', 'bigint')
    .addColumn('seal', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('audit_records_by_age').on('audit_records').column('at').execute();
  await database
    .insertInto('audit_chain')
    .values({ id: 1, base_seq: 0, base_hash: '', head_seq: 0, head_hash: '', seal: '' })
    .execute();
}
