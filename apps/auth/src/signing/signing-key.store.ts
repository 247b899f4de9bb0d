import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type SigningKeyTable } from '@standby/database';

/** Signing keys in the database. Each has a number of its own, so of any number of instances one makes the next. */
@Injectable()
export class SigningKeyStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Every key there is, the newest first. */
  async all(): Promise<SigningKeyTable[]> {
    return this.database.selectFrom('signing_keys').selectAll().orderBy('generation', 'desc').execute();
  }

  /** Keeps a new key; false when another has its number already. */
  async add(key: SigningKeyTable): Promise<boolean> {
    const added = await this.database
      .insertInto('signing_keys')
      .values(key)
      .onConflict((conflict) => conflict.column('generation').doNothing())
      .returning('kid')
      .executeTakeFirst();
    return added !== undefined;
  }

  /** Forgets keys by name, and tells which it forgot: of several callers one does. */
  async forget(kids: readonly string[]): Promise<string[]> {
    if (kids.length === 0) return [];
    const forgotten = this.database.deleteFrom('signing_keys').where('kid', 'in', kids).returning('kid');
    return (await forgotten.execute()).map(({ kid }) => kid);
  }

  /** Forgets every key that was made before one, and tells which those were. */
  async forgetBefore(generation: number): Promise<string[]> {
    const older = this.database.deleteFrom('signing_keys').where('generation', '<', generation);
    return (await older.returning('kid').execute()).map(({ kid }) => kid);
  }
}
