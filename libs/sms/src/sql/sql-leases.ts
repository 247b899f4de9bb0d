import type { ColumnType, Kysely } from 'kysely';
import { type LeaseAnswer, type LeaseClaim, Leases } from '../resilience/leases.js';
import { plainDatabase } from './plain-database.js';

/** One lease, taken or over; there are as many as there are things only one instance may do. */
export interface LeaseTable {
  /** The primary key. */
  name: string;
  holder: string;
  /** Since the epoch, in a `bigint` column, which PostgreSQL's driver may hand over as text; 0 once given up. */
  ends_at: ColumnType<number | string, number, number>;
  note: string | null;
}

/** The part of a schema that {@link SqlLeases} asks. */
export interface LeaseSchema {
  sms_leases: LeaseTable;
}

/** Leases in SQLite or PostgreSQL, among all instances on the database. The host creates the table. */
export class SqlLeases implements Leases {
  readonly #database: Kysely<LeaseSchema>;

  constructor(database: Kysely<LeaseSchema>) {
    this.#database = plainDatabase(database);
  }

  async take(name: string, { holder, now, endsAt, latestEnd }: LeaseClaim): Promise<LeaseAnswer> {
    const taken = await this.#database
      .insertInto('sms_leases')
      .values({ name, holder, ends_at: endsAt })
      .onConflict((on) =>
        on
          .column('name')
          .doUpdateSet({ holder, ends_at: endsAt })
          .where((is) =>
            is.or([
              is('sms_leases.ends_at', '<=', now),
              is('sms_leases.ends_at', '>', latestEnd),
              is('sms_leases.holder', '=', holder),
            ]),
          ),
      )
      .returning('note')
      .executeTakeFirst();
    if (taken !== undefined) return { lease: 'taken', note: taken.note ?? undefined };
    return { lease: 'held', note: await this.#noteOf(name) };
  }

  async note(name: string, holder: string, note: string): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('sms_leases')
      .set({ note })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async release(name: string, holder: string): Promise<void> {
    await this.#database
      .updateTable('sms_leases')
      .set({ ends_at: 0 })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .execute();
  }

  async #noteOf(name: string): Promise<string | undefined> {
    const row = await this.#database
      .selectFrom('sms_leases')
      .select('note')
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.note ?? undefined;
  }
}
