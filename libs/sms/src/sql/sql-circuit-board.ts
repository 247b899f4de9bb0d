import type { ColumnType, Kysely } from 'kysely';
import { CircuitBoard, type CircuitNotice } from '../sharing/circuit-board.js';
import { plainDatabase } from './plain-database.js';

/** Since the epoch, in a `bigint` column, which PostgreSQL's driver may hand over as text. */
type Milliseconds = ColumnType<number | string, number, number>;

/** The latest notice of a circuit. */
export interface CircuitTable {
  /** The primary key. */
  circuit: string;
  state: 'open' | 'closed';
  openings: number;
  open_until: Milliseconds;
  noticed_at: Milliseconds;
  noticed_by: string;
}

/** The part of a schema that {@link SqlCircuitBoard} asks. */
export interface CircuitSchema {
  sms_circuits: CircuitTable;
}

/** Notices in SQLite or PostgreSQL, among all instances on the database. The host creates the table. */
export class SqlCircuitBoard implements CircuitBoard {
  readonly #database: Kysely<CircuitSchema>;

  constructor(database: Kysely<CircuitSchema>) {
    this.#database = plainDatabase(database);
  }

  async post({ circuit, state, openings, openUntil, at, by }: CircuitNotice): Promise<void> {
    const row = { state, openings, open_until: openUntil, noticed_at: at, noticed_by: by };
    await this.#database
      .insertInto('sms_circuits')
      .values({ circuit, ...row })
      .onConflict((on) => on.column('circuit').doUpdateSet(row).where('sms_circuits.noticed_at', '<', at))
      .execute();
  }

  async read(since: number): Promise<readonly CircuitNotice[]> {
    const rows = await this.#database
      .selectFrom('sms_circuits')
      .selectAll()
      .where('noticed_at', '>=', since)
      .execute();
    return rows.map(({ circuit, state, openings, open_until, noticed_at, noticed_by }) => ({
      circuit,
      state,
      openings,
      openUntil: Number(open_until),
      at: Number(noticed_at),
      by: noticed_by,
    }));
  }
}
