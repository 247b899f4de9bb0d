import type { Database, QuotaCounterTable } from '@standby/database';
import { sql } from 'kysely';

/** A counter, within its window. */
export type Counter = Pick<QuotaCounterTable, 'points' | 'expires_at'>;

/**
 * The counters of one request, at one moment: whatever is read, and whatever is added, within one turn of the event
 * loop is one statement. So the rows that all requests share are locked only while the database works on it, and not
 * while this process is busy with something else.
 *
 * Rows are written in the order they are asked for; who asks for several always asks in the same order, so that no two
 * wait for each other. No key is asked for twice in a turn.
 */
export class CounterBatch {
  readonly #toRead: string[] = [];
  readonly #toAdd: QuotaCounterTable[] = [];
  #reading: Promise<ReadonlyMap<string, Counter>> | undefined;
  #adding: Promise<ReadonlyMap<string, Counter>> | undefined;

  constructor(
    private readonly database: Database,
    readonly now: number,
  ) {}

  /** The counter as it stands; `undefined` where there is none, or its window has ended. */
  async read(key: string): Promise<Counter | undefined> {
    this.#toRead.push(key);
    this.#reading ??= this.#afterThisTurn(() => {
      this.#reading = undefined;
      return this.#readAll(this.#toRead.splice(0));
    });
    return (await this.#reading).get(key);
  }

  /** Adds to a counter, which begins a new window where there is none, and returns it as it then stands. */
  async add(key: string, points: number, windowMs: number): Promise<Counter> {
    this.#toAdd.push({ key, points, expires_at: this.now + windowMs });
    this.#adding ??= this.#afterThisTurn(() => {
      this.#adding = undefined;
      return this.#addAll(this.#toAdd.splice(0));
    });
    const counter = (await this.#adding).get(key);
    if (counter === undefined) throw new TypeError('The database returns every row that was written.');
    return counter;
  }

  /** Begins a counter anew, whatever it stood at. */
  async set(key: string, points: number, windowMs: number): Promise<Counter> {
    const begun = { points, expires_at: this.now + windowMs };
    await this.database
      .insertInto('quota_counters')
      .values({ key, ...begun })
      .onConflict((on) => on.column('key').doUpdateSet(begun))
      .execute();
    return begun;
  }

  /** Forgets a counter; `false` where there was none. */
  async delete(key: string): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('quota_counters')
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async #afterThisTurn<T>(work: () => Promise<T>): Promise<T> {
    await Promise.resolve();
    return work();
  }

  async #readAll(keys: readonly string[]): Promise<ReadonlyMap<string, Counter>> {
    const rows = await this.database
      .selectFrom('quota_counters')
      .selectAll()
      .where('key', 'in', keys)
      .where('expires_at', '>', this.now)
      .execute();
    return byKey(rows);
  }

  async #addAll(begun: readonly QuotaCounterTable[]): Promise<ReadonlyMap<string, Counter>> {
    const rows = await this.database
      .insertInto('quota_counters')
      .values(begun)
      .onConflict((on) =>
        on.column('key').doUpdateSet((row) => {
          const isOver = () => row.case().when('quota_counters.expires_at', '<=', this.now);
          return {
            points: isOver()
              .then(row.ref('excluded.points'))
              .else(sql<number>`quota_counters.points + excluded.points`)
              .end(),
            expires_at: isOver()
              .then(row.ref('excluded.expires_at'))
              .else(row.ref('quota_counters.expires_at'))
              .end(),
          };
        }),
      )
      .returningAll()
      .execute();
    return byKey(rows);
  }
}

function byKey(rows: readonly QuotaCounterTable[]): ReadonlyMap<string, Counter> {
  return new Map(rows.map((row) => [row.key, row]));
}
