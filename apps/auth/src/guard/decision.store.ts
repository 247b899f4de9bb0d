import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type GuardDecisionTable, inBatches } from '@standby/database';

/** What a message was taken to cost so far. */
export type KnownCost = Pick<GuardDecisionTable, 'id' | 'cost_micros' | 'decided_at'>;

/** What a message cost, over all its copies. */
export interface MessageCost {
  /** Millionths of a US dollar. */
  readonly micros: number;
  /** `estimate` as long as one copy's price is not told. */
  readonly source: GuardDecisionTable['cost_source'];
}

/** The decisions of the pumping guard, for as long as `GUARD_LOG_DAYS` has it. */
@Injectable()
export class DecisionStore {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async put(decision: GuardDecisionTable): Promise<void> {
    await this.database.insertInto('guard_decisions').values(decision).execute();
  }

  /** Notes which message carried the code, where that is known, and what its copies are taken to cost. */
  async noteMessage(id: string, messageId: string | null, micros: number): Promise<void> {
    await this.database
      .updateTable('guard_decisions')
      .set({ message_id: messageId, cost_micros: micros })
      .where('id', '=', id)
      .execute();
  }

  /** Marks what was sent for a challenge as verified, and returns it; a second call finds none left. */
  async noteVerified(challenge: string, now: number): Promise<readonly GuardDecisionTable[]> {
    const verified = await this.database
      .updateTable('guard_decisions')
      .set({ verified_at: now })
      .where('challenge', '=', challenge)
      .where('message_id', 'is not', null)
      .where('verified_at', 'is', null)
      .returningAll()
      .execute();
    return verified.toSorted((a, b) => a.decided_at - b.decided_at);
  }

  /** The cost of a message that was sent by a decision of the guard. */
  async costOf(messageId: string): Promise<KnownCost | undefined> {
    return this.database
      .selectFrom('guard_decisions')
      .select(['id', 'cost_micros', 'decided_at'])
      .where('message_id', '=', messageId)
      .executeTakeFirst();
  }

  /** Notes what it cost, as is known now; `false` when somebody else noted another cost meanwhile. */
  async noteCost({ id, cost_micros }: KnownCost, { micros, source }: MessageCost): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('guard_decisions')
      .set({ cost_micros: micros, cost_source: source })
      .where('id', '=', id)
      .where('cost_micros', '=', cost_micros)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Forgets decisions made before a time. */
  async sweep(before: number): Promise<void> {
    await inBatches(async (limit) => {
      const old = this.database.selectFrom('guard_decisions').select('id').where('decided_at', '<', before);
      const { numDeletedRows } = await this.database
        .deleteFrom('guard_decisions')
        .where('id', 'in', old.limit(limit))
        .executeTakeFirst();
      return numDeletedRows;
    });
  }
}
