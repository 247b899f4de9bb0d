import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, inTurn } from '@standby/database';
import { DAY_MS } from '../wall-clock.js';
import type { ChallengeAsker, WrongCodeRules } from './wrong-codes.js';

/** Whose wrong codes are counted together. */
export interface TriedNumber {
  /** What the number may be found by. */
  readonly digests: readonly [string, ...string[]];
  readonly asker: ChallengeAsker;
}

/** The codes tried against each number, of which only wrong ones are remembered, for a day. */
@Injectable()
export class WrongCodeStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Counts a code as wrong before it is looked at, if the number is allowed one more; false when it has to wait.
   * However many ask at once, no more than the rules allow are counted.
   */
  async take(
    id: string,
    { digests, asker }: TriedNumber,
    rules: WrongCodeRules,
    now: number,
  ): Promise<boolean> {
    const turns = digests.map((digest) => `wrong codes of ${digest}`);
    const taken = await inTurn(this.database, turns, (database) => {
      const countSince = (since: number) =>
        database
          .selectFrom('wrong_codes')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('number_digest', 'in', digests)
          .where('asker', '=', asker)
          .where('at', '>', since);
      return database
        .insertInto('wrong_codes')
        .columns(['id', 'number_digest', 'asker', 'at'])
        .expression(
          database
            // PostgreSQL takes what a query selects for text unless it is told.
            .selectNoFrom((make) => [
              make.val(id).as('id'),
              make.val(digests[0]).as('number_digest'),
              make.val(asker).as('asker'),
              make.cast<number>(make.val(now), 'bigint').as('at'),
            ])
            .where(countSince(now - rules.waitMs), '<', rules.maxAttempts)
            .where(countSince(now - DAY_MS), '<', rules.maxWrongPerDay),
        )
        .returning('id')
        .executeTakeFirst();
    });
    return taken !== undefined;
  }

  /** Takes back what was counted of a code that was right. */
  async giveBack(id: string): Promise<void> {
    await this.database.deleteFrom('wrong_codes').where('id', '=', id).execute();
  }

  /** When wrong codes of the last day were tried, newest first; at most `limit` of them. */
  async timesOf({ digests, asker }: TriedNumber, now: number, limit: number): Promise<readonly number[]> {
    const rows = await this.database
      .selectFrom('wrong_codes')
      .select('at')
      .where('number_digest', 'in', digests)
      .where('asker', '=', asker)
      .where('at', '>', now - DAY_MS)
      .orderBy('at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ at }) => at);
  }

  /** Forgets what counts no more. */
  async sweep(now: number): Promise<void> {
    await this.database
      .deleteFrom('wrong_codes')
      .where('at', '<=', now - DAY_MS)
      .execute();
  }
}
