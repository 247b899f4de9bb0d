import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type SessionTable } from '@standby/database';

/** Most sessions one list shows. */
const MAX_LISTED = 100;

/**
 * Sessions in the database, one row each, its family of refresh tokens included. Each change is one conditional
 * statement, so of any number of concurrent requests, in any number of processes, one replaces a token; whoever loses
 * waits at most for that statement, and then finds the row as the winner left it.
 */
@Injectable()
export class SessionStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @param database the transaction it belongs to, where there is one */
  async put(session: SessionTable, database: Database = this.database): Promise<void> {
    await database.insertInto('sessions').values(session).execute();
  }

  /** The session of an id as it stands, or undefined. */
  async find(id: string): Promise<SessionTable | undefined> {
    return this.database.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The session whose family is kept under one of these digests, or undefined. */
  async findByFamily(digests: readonly string[]): Promise<SessionTable | undefined> {
    return this.database
      .selectFrom('sessions')
      .selectAll()
      .where('family_digest', 'in', digests)
      .executeTakeFirst();
  }

  /** The sessions of an account that can still be used, the latest sign-in first. */
  async liveOf(accountId: string, now: number): Promise<SessionTable[]> {
    return this.database
      .selectFrom('sessions')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('status', '=', 'live')
      .where('token_expires_at', '>', now)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(MAX_LISTED)
      .execute();
  }

  /** Puts the next token in the place of the current one; true for one of any number of concurrent callers. */
  async rotate(from: SessionTable, { id, ...to }: SessionTable): Promise<boolean> {
    const changed = await this.database
      .updateTable('sessions')
      .set(to)
      .where('id', '=', id)
      .where('status', '=', 'live')
      .where('token_digest', '=', from.token_digest)
      .returning('id')
      .executeTakeFirst();
    return changed !== undefined;
  }

  /** Ends a live session, and tells whether it did; one that has ended keeps its reason. */
  async end(id: string, status: 'signed-out' | 'revoked', now: number): Promise<boolean> {
    const ended = await this.#ending(status, now).where('id', '=', id).returning('id').executeTakeFirst();
    return ended !== undefined;
  }

  /** Ends one live session of an account, and tells whether there was one. */
  async endOf(accountId: string, id: string, now: number): Promise<boolean> {
    const ended = await this.#ending('signed-out', now)
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .returning('id')
      .executeTakeFirst();
    return ended !== undefined;
  }

  /** Ends every live session of an account, and tells which those were. */
  async endAllOf(accountId: string, now: number, database = this.database): Promise<string[]> {
    const ended = await this.#ending('signed-out', now, database)
      .where('account_id', '=', accountId)
      .returning('id')
      .execute();
    return ended.map(({ id }) => id);
  }

  /** Erases tokens that were sealed before a time. */
  async unseal(sealedBefore: number): Promise<void> {
    await this.database
      .updateTable('sessions')
      .set({ sealed_token: null })
      .where('sealed_token', 'is not', null)
      .where('rotated_at', '<=', sealedBefore)
      .execute();
  }

  /** Forgets the sessions that ended, or could be continued, only until a time. */
  async forget(overSince: number): Promise<void> {
    await this.database.deleteFrom('sessions').where('token_expires_at', '<=', overSince).execute();
  }

  #ending(status: 'signed-out' | 'revoked', now: number, database = this.database) {
    return database
      .updateTable('sessions')
      .set({ status, token_expires_at: now, sealed_token: null })
      .where('status', '=', 'live');
  }
}
