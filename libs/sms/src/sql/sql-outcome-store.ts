import type { ColumnType, Insertable, Kysely, Selectable } from 'kysely';
import type { Outcome } from '../ledger/outcome.js';
import { type ClaimAnswer, OutcomeStore, type SendClaim } from '../ledger/outcome-store.js';
import { parseOutcome } from '../ledger/stored-outcome.js';
import { plainDatabase } from './plain-database.js';

/** Since the epoch, in a `bigint` column, which PostgreSQL's driver hands over as text. */
type Milliseconds = ColumnType<number | string, number, number>;

/** One idempotency key: `sending` under `holder` until it is `settled`. */
export interface OutcomeTable {
  /** SHA-256 of the key, in hexadecimal; the primary key. */
  key_digest: string;
  fingerprint: string;
  /** Id of the message that is sent under the key. */
  holder: string;
  status: 'sending' | 'settled';
  /** JSON: what came of the send; while it is `sending`, what to tell of it if its holder died. */
  outcome: string;
  lease_ends_at: Milliseconds;
  expires_at: Milliseconds;
}

/** The part of a schema that {@link SqlOutcomeStore} asks. */
export interface OutcomeSchema {
  sms_outcomes: OutcomeTable;
}

/**
 * Outcomes in SQLite or PostgreSQL, shared by every instance on the database and kept across restarts.
 *
 * Each change is one conditional statement, so the database itself lets one claim through. The host creates the table.
 */
export class SqlOutcomeStore implements OutcomeStore {
  readonly #database: Kysely<OutcomeSchema>;

  constructor(database: Kysely<OutcomeSchema>) {
    this.#database = plainDatabase(database);
  }

  async claim(keyDigest: string, claim: SendClaim): Promise<ClaimAnswer> {
    for (;;) {
      if (await this.#take(keyDigest, claim)) return { claim: 'won' };
      const row = await this.#find(keyDigest);
      // None: it was released in between, and is free again.
      if (row !== undefined) return answerOf(row, claim);
    }
  }

  async settle(keyDigest: string, holder: string, outcome: Outcome): Promise<void> {
    await this.#database
      .updateTable('sms_outcomes')
      .set({ status: 'settled', outcome: JSON.stringify(outcome) })
      .where('key_digest', '=', keyDigest)
      .where('holder', '=', holder)
      .execute();
  }

  async release(keyDigest: string, holder: string): Promise<void> {
    await this.#database
      .deleteFrom('sms_outcomes')
      .where('key_digest', '=', keyDigest)
      .where('holder', '=', holder)
      .where('status', '=', 'sending')
      .execute();
  }

  async forget(now: number): Promise<void> {
    await this.#database.deleteFrom('sms_outcomes').where('expires_at', '<=', now).execute();
  }

  /** Writes the row where there is none, or only an expired one. */
  async #take(keyDigest: string, claim: SendClaim): Promise<boolean> {
    const row: Omit<Insertable<OutcomeTable>, 'key_digest'> = {
      fingerprint: claim.fingerprint,
      holder: claim.holder,
      status: 'sending',
      outcome: JSON.stringify(claim.ifLost),
      lease_ends_at: claim.leaseEndsAt,
      expires_at: claim.expiresAt,
    };
    const taken = await this.#database
      .insertInto('sms_outcomes')
      .values({ key_digest: keyDigest, ...row })
      .onConflict((on) =>
        on.column('key_digest').doUpdateSet(row).where('sms_outcomes.expires_at', '<=', claim.now),
      )
      .returning('key_digest')
      .executeTakeFirst();
    return taken !== undefined;
  }

  #find(keyDigest: string): Promise<Selectable<OutcomeTable> | undefined> {
    return this.#database
      .selectFrom('sms_outcomes')
      .selectAll()
      .where('key_digest', '=', keyDigest)
      .executeTakeFirst();
  }
}

function answerOf(row: Selectable<OutcomeTable>, { fingerprint, ifLost }: SendClaim): ClaimAnswer {
  if (row.fingerprint !== fingerprint) return { claim: 'conflict' };
  const outcome = parseOutcome(row.outcome);
  // Unreadable, as after a release that changed the form: what is known is that somebody did send, or tried to.
  if (outcome === undefined) return { claim: 'settled', outcome: ifLost };
  if (row.status === 'settled') return { claim: 'settled', outcome };
  return { claim: 'pending', leaseEndsAt: Number(row.lease_ends_at), ifLost: outcome };
}
