import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@standby/database';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { Clock } from '../clock.js';
import { KeyRing } from '../keys/key-ring.js';
import type { Quota } from './quota.js';
import { SqlRateLimiter } from './sql-rate-limiter.js';

/** One use of a quota, in the window it was counted in. */
interface Reserved {
  readonly key: string;
  /** Ms since the epoch. */
  readonly windowEndsAt: number;
}

/** What came of a reservation. */
export type ReserveAnswer =
  | { readonly answer: 'reserved'; readonly reserved: readonly Reserved[] }
  | { readonly answer: 'exceeded'; readonly quota: Quota; readonly retryAfterMs: number };

/** A quota that is used up; rolls the reservation back. */
class ExceededError extends Error {
  constructor(
    readonly quota: Quota,
    readonly retryAfterMs: number,
  ) {
    super(`The quota ${quota.name} is used up.`);
  }
}

/** The use of quotas, in the database that all instances share, under keyed digests. */
@Injectable()
export class QuotaCounters {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /**
   * Uses every one of the quotas once, or none of them: what is refused leaves no trace. Exact, whatever happens at
   * the same time in other processes.
   *
   * @throws whatever the database throws; nothing was reserved
   */
  async reserve(quotas: readonly Quota[]): Promise<ReserveAnswer> {
    const now = this.clock.now();
    try {
      const reserved = await this.database.transaction().execute(async (transaction) => {
        const uses: Reserved[] = [];
        for (const quota of quotas) uses.push(await this.#use(quota, transaction, now));
        return uses;
      });
      return { answer: 'reserved', reserved };
    } catch (error) {
      if (!(error instanceof ExceededError)) throw error;
      return { answer: 'exceeded', quota: error.quota, retryAfterMs: error.retryAfterMs };
    }
  }

  /** Gives uses back; those of a window that has ended since are over anyway. */
  async refund(reserved: readonly Reserved[]): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      for (const { key, windowEndsAt } of reserved)
        await transaction
          .updateTable('quota_counters')
          .set((row) => ({ points: row('points', '-', 1) }))
          .where('key', '=', key)
          .where('expires_at', '=', windowEndsAt)
          .where('points', '>', 0)
          .execute();
    });
  }

  /** Forgets the windows that have ended. */
  async sweep(): Promise<void> {
    await this.database.deleteFrom('quota_counters').where('expires_at', '<=', this.clock.now()).execute();
  }

  async #use(quota: Quota, transaction: Database, now: number): Promise<Reserved> {
    const key = `${quota.name} ${this.keys.quotas.of(`${quota.name} ${quota.subject}`)}`;
    try {
      const { msBeforeNext } = await new SqlRateLimiter(quota, transaction, now).consume(key);
      return { key, windowEndsAt: now + msBeforeNext };
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw new ExceededError(quota, refusal.msBeforeNext);
      throw refusal;
    }
  }
}
