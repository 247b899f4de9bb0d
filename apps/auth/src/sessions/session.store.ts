import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type RefreshTokenTable, type SessionTable } from '@standby/database';

/** How long a session may be without a token before it counts as left over, in ms. */
const NEWBORN_MS = 60_000;

/** Sessions and their refresh tokens in the database. */
@Injectable()
export class SessionStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Keeps a new session. */
  async put(session: SessionTable): Promise<void> {
    await this.database.insertInto('sessions').values(session).execute();
  }

  /** The session of an id, if it is live. */
  async findLive(id: string): Promise<SessionTable | undefined> {
    return this.database
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .where('status', '=', 'live')
      .executeTakeFirst();
  }

  /** Ends a live session; one that has ended keeps its reason. */
  async end(id: string, status: 'signed-out' | 'revoked'): Promise<void> {
    await this.database
      .updateTable('sessions')
      .set({ status })
      .where('id', '=', id)
      .where('status', '=', 'live')
      .execute();
  }

  /** Keeps a new refresh token. */
  async putToken(token: RefreshTokenTable): Promise<void> {
    await this.database.insertInto('refresh_tokens').values(token).execute();
  }

  /** The refresh token under one of these digests, or undefined. */
  async findToken(digests: readonly string[]): Promise<RefreshTokenTable | undefined> {
    return this.database
      .selectFrom('refresh_tokens')
      .selectAll()
      .where('digest', 'in', digests)
      .executeTakeFirst();
  }

  /** Marks a token used; true for exactly one of any number of concurrent callers. */
  async useToken(digest: string, now: number): Promise<boolean> {
    const used = await this.database
      .updateTable('refresh_tokens')
      .set({ used_at: now })
      .where('digest', '=', digest)
      .where('used_at', 'is', null)
      .returning('digest')
      .executeTakeFirst();
    return used !== undefined;
  }

  /** Forgets tokens that expired by now, and sessions created before that have no token left. */
  async sweep(now: number): Promise<void> {
    await this.database.deleteFrom('refresh_tokens').where('expires_at', '<=', now).execute();
    await this.database
      .deleteFrom('sessions')
      // A session is stored just before its first token.
      .where('created_at', '<', now - NEWBORN_MS)
      .where((is) =>
        is.not(
          is.exists(
            is.selectFrom('refresh_tokens').select('digest').whereRef('session_id', '=', 'sessions.id'),
          ),
        ),
      )
      .execute();
  }
}
