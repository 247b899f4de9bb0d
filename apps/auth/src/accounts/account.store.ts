import { Inject, Injectable } from '@nestjs/common';
import {
  type AccountTable,
  DATABASE,
  type Database,
  inTransaction,
  inTurn,
  shareTurn,
} from '@standby/database';

/** How a number stands in the row of its account. */
export type SealedNumber = Pick<AccountTable, 'number_digest' | 'number_key' | 'sealed_number'>;

/** Accounts in the database. */
@Injectable()
export class AccountStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The account of an id, or undefined. */
  async find(id: string): Promise<AccountTable | undefined> {
    return this.database.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /**
   * The account whose number is under one of these digests, or undefined. Locks nothing: PostgreSQL keeps the lock of a
   * row that turns out not to be meant any more, and whoever waits for its turn must hold none.
   */
  async findByNumber(digests: readonly string[]): Promise<AccountTable | undefined> {
    return this.database
      .selectFrom('accounts')
      .selectAll()
      .where('number_digest', 'in', digests)
      .executeTakeFirst();
  }

  /** Notes a sign-in. */
  async touch(id: string, now: number): Promise<void> {
    await this.database
      .updateTable('accounts')
      .set({ last_signed_in_at: now })
      .where('id', '=', id)
      .execute();
  }

  /** Keeps a new account. */
  async put(account: AccountTable): Promise<void> {
    await this.#underNotedKey(account.number_key, account.created_at, (transaction) =>
      transaction.insertInto('accounts').values(account).execute(),
    );
  }

  /** Puts a number under another key, unless somebody else has meanwhile. */
  async rekey(account: AccountTable, number: SealedNumber, now: number): Promise<void> {
    await this.#underNotedKey(number.number_key, now, (transaction) =>
      transaction
        .updateTable('accounts')
        .set(number)
        .where('id', '=', account.id)
        .where('number_digest', '=', account.number_digest)
        .execute(),
    );
  }

  /** Accounts whose number is under a key, ordered by id, after one of them. */
  async underKey(name: string, afterId: string, limit: number): Promise<AccountTable[]> {
    return this.database
      .selectFrom('accounts')
      .selectAll()
      .where('number_key', '=', name)
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** How many numbers are under each key. */
  async countByKey(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database
      .selectFrom('accounts')
      .select(({ fn }) => ['number_key', fn.countAll<number>().as('count')])
      .groupBy('number_key')
      .execute();
    return new Map(rows.map(({ number_key, count }) => [number_key, count]));
  }

  /** Names of keys that numbers are under, but for those given. */
  async keysBesides(names: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database
      .selectFrom('number_keys')
      .select('name')
      .where('name', 'not in', names)
      .execute();
    return rows.map(({ name }) => name);
  }

  /** Forgets a key, unless a number is under it. */
  async forgetKey(name: string): Promise<void> {
    await inTurn(this.database, turnOf(name), (database) =>
      database
        .deleteFrom('number_keys')
        .where('name', '=', name)
        .where((is) =>
          is.not(is.exists(is.selectFrom('accounts').select('id').where('number_key', '=', name))),
        )
        .execute(),
    );
  }

  /** Puts a number under a key that is noted; nobody forgets the key before that is committed. */
  async #underNotedKey(
    name: string,
    now: number,
    put: (transaction: Database) => Promise<unknown>,
  ): Promise<void> {
    await inTransaction(this.database, async (transaction) => {
      await shareTurn(transaction, turnOf(name));
      await transaction
        .insertInto('number_keys')
        .values({ name, created_at: now })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      await put(transaction);
    });
  }
}

/** Whoever forgets a key of numbers takes its turn, which those who put numbers under it share. */
function turnOf(key: string): string {
  return `number key ${key}`;
}
