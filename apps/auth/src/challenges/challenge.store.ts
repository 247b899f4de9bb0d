import { Inject, Injectable } from '@nestjs/common';
import { type ChallengeTable, DATABASE, type Database, inBatches, inTurn } from '@standby/database';
import { askerOf } from './challenge.js';
import type { CarriedCode } from './code-messages.js';

/** What is told of when a challenge ends: the message that carried its code, where one did. */
export type EndedChallenge = Pick<ChallengeTable, 'id_digest' | 'message_id'>;

/**
 * Challenges in the database. Each change of state is one conditional statement, so of any number of
 * concurrent requests, in any number of processes, the database lets exactly the permitted ones through.
 * The one that concerns several rows, of one number, is made in turn.
 */
@Injectable()
export class ChallengeStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Keeps a new challenge, in state `sending`. */
  async put(challenge: ChallengeTable): Promise<void> {
    await this.database.insertInto('challenges').values(challenge).execute();
  }

  /** The challenge as it stands, or undefined. */
  async find(idDigest: string): Promise<ChallengeTable | undefined> {
    return this.database
      .selectFrom('challenges')
      .selectAll()
      .where('id_digest', '=', idDigest)
      .executeTakeFirst();
  }

  /** Forgets a challenge whose message nobody accepted. */
  async erase(idDigest: string): Promise<void> {
    await this.database
      .deleteFrom('challenges')
      .where('id_digest', '=', idDigest)
      .where('status', '=', 'sending')
      .execute();
  }

  /**
   * Makes a challenge the live one of its number: in one statement it comes to life and the older ones end. One whose
   * message was accepted late ends itself, since the person types the code that was asked for last. A stranger ends only
   * challenges of strangers: who knows no more than a number cannot take a code out of the hands of its owner. Returns
   * those that ended.
   *
   * @param digests what the challenges of its number are found by
   */
  async activate(
    challenge: Pick<ChallengeTable, 'id_digest' | 'device_digest' | 'created_at'>,
    digests: readonly string[],
    { provider, messageId }: CarriedCode,
  ): Promise<EndedChallenge[]> {
    const { id_digest, created_at } = challenge;
    const isStranger = askerOf(challenge) === 'stranger';
    const update = (database: Database) =>
      database
        .updateTable('challenges')
        .set((make) => {
          const newer = make
            .selectFrom('challenges as newer')
            .select('newer.id_digest')
            .where('newer.number_digest', 'in', digests)
            .where('newer.status', '=', 'live')
            .where('newer.created_at', '>', created_at)
            .$if(!isStranger, (newest) => newest.where('newer.device_digest', 'is not', null));
          const isThis = () => make.case().when('id_digest', '=', id_digest);
          const lives = () =>
            make.case().when(make.and([make('id_digest', '=', id_digest), make.not(make.exists(newer))]));
          return {
            status: lives()
              .then<ChallengeTable['status']>('live')
              .else<ChallengeTable['status']>('superseded')
              .end(),
            sealed_number: lives().then(make.ref('sealed_number')).else(null).end(),
            sealed_code: lives().then(make.ref('sealed_code')).else(null).end(),
            last_provider: isThis().then(provider).else(make.ref('last_provider')).end(),
            message_id: isThis().then(messageId).else(make.ref('message_id')).end(),
          };
        })
        .where('number_digest', 'in', digests)
        .where((is) => {
          const isOlder = is('status', '=', 'live').and('created_at', '<=', created_at);
          const ends = isStranger ? isOlder.and('device_digest', 'is', null) : isOlder;
          return is.or([is('id_digest', '=', id_digest), ends]);
        })
        .returning(['id_digest', 'message_id', 'status'])
        .execute();
    const turns = digests.map((digest) => `challenges of ${digest}`);
    const changed = await inTurn(this.database, turns, update);
    return changed
      .filter(({ status }) => status === 'superseded')
      .map(({ id_digest: id, message_id }) => ({ id_digest: id, message_id }));
  }

  /** Takes the right to send once more; undefined when the challenge is not live or it is too early. */
  async claimResend(idDigest: string, now: number, nextAt: number): Promise<ChallengeTable | undefined> {
    return this.database
      .updateTable('challenges')
      .set({ resend_after_at: nextAt })
      .where('id_digest', '=', idDigest)
      .where('status', '=', 'live')
      .where('expires_at', '>', now)
      .where('attempts_left', '>', 0)
      .where('resend_after_at', '<=', now)
      .returningAll()
      .executeTakeFirst();
  }

  /** Gives back a claim whose message nobody accepted, unless a later claim replaced it. */
  async releaseResend(idDigest: string, claimed: number, now: number): Promise<void> {
    await this.database
      .updateTable('challenges')
      .set({ resend_after_at: now })
      .where('id_digest', '=', idDigest)
      .where('resend_after_at', '=', claimed)
      .execute();
  }

  /** Notes the latest message, and which provider carried it; returns how the challenge stands by then. */
  async noteMessage(
    idDigest: string,
    { provider, messageId }: CarriedCode,
  ): Promise<ChallengeTable['status'] | undefined> {
    const noted = await this.database
      .updateTable('challenges')
      .set({ last_provider: provider, message_id: messageId })
      .where('id_digest', '=', idDigest)
      .returning('status')
      .executeTakeFirst();
    return noted?.status;
  }

  /** Uses up one attempt before the code is looked at; undefined when there is none to use. */
  async takeAttempt(idDigest: string, now: number): Promise<ChallengeTable | undefined> {
    return this.database
      .updateTable('challenges')
      .set(({ eb }) => ({ attempts_left: eb('attempts_left', '-', 1) }))
      .where('id_digest', '=', idDigest)
      .where('status', '=', 'live')
      .where('expires_at', '>', now)
      .where('attempts_left', '>', 0)
      .returningAll()
      .executeTakeFirst();
  }

  /** Gives back an attempt whose code was right, unless the challenge has ended. */
  async giveBackAttempt(idDigest: string): Promise<void> {
    await this.database
      .updateTable('challenges')
      .set(({ eb }) => ({ attempts_left: eb('attempts_left', '+', 1) }))
      .where('id_digest', '=', idDigest)
      .where('status', '=', 'live')
      .execute();
  }

  /** Ends a live challenge and erases its code and number; false when it had already ended, so only one caller gets true. */
  async end(idDigest: string, status: 'consumed' | 'exhausted' | 'superseded'): Promise<boolean> {
    const ended = await this.database
      .updateTable('challenges')
      .set({ status, sealed_number: null, sealed_code: null })
      .where('id_digest', '=', idDigest)
      .where('status', '=', 'live')
      .returning('id_digest')
      .executeTakeFirst();
    return ended !== undefined;
  }

  /**
   * Erases codes and numbers of challenges that expired, and the rows of those that expired before `forgetBefore`.
   * Returns the former, each once, whoever sweeps.
   */
  async sweep(now: number, forgetBefore: number): Promise<EndedChallenge[]> {
    const expired = await this.database
      .updateTable('challenges')
      .set({ sealed_number: null, sealed_code: null })
      .where('expires_at', '<=', now)
      .where('sealed_number', 'is not', null)
      .returning(['id_digest', 'message_id'])
      .execute();
    await inBatches(async (limit) => {
      const old = this.database
        .selectFrom('challenges')
        .select('id_digest')
        .where('expires_at', '<=', forgetBefore);
      const { numDeletedRows } = await this.database
        .deleteFrom('challenges')
        .where('id_digest', 'in', old.limit(limit))
        .executeTakeFirst();
      return numDeletedRows;
    });
    return expired;
  }

  /** Challenges that ended, but of which nobody has been told what came of their code. At most `limit`. */
  async untold(limit: number): Promise<(EndedChallenge & Pick<ChallengeTable, 'status'>)[]> {
    return this.database
      .selectFrom('challenges')
      .select(['id_digest', 'message_id', 'status'])
      .where('message_id', 'is not', null)
      .where('sealed_number', 'is', null)
      .limit(limit)
      .execute();
  }

  /** Notes that it was told what came of the code in a message. */
  async noteTold({ id_digest, message_id }: EndedChallenge): Promise<void> {
    await this.database
      .updateTable('challenges')
      .set({ message_id: null })
      .where('id_digest', '=', id_digest)
      .where('message_id', '=', message_id)
      .where('sealed_number', 'is', null)
      .execute();
  }
}
