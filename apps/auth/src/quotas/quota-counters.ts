import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type QuotaCounterTable } from '@standby/database';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { KeyRing } from '../keys/key-ring.js';
import { WallClock } from '../wall-clock.js';
import { CounterBatch } from './counter-batch.js';
import type { Quota } from './quota.js';
import { SqlRateLimiter } from './sql-rate-limiter.js';

/** One use of a quota, by the window it was counted in. */
export type Use = Pick<QuotaCounterTable, 'key' | 'expires_at'>;

/** What came of a reservation. */
export type ReserveAnswer =
  | { readonly answer: 'reserved'; readonly uses: readonly Use[] }
  /** Of several that are used up, the one that begins anew last: before that it would be refused again. */
  | { readonly answer: 'exceeded'; readonly quota: Quota; readonly retryAfterMs: number };

/** A quota, how to count it, and under which key. */
interface Counted {
  readonly quota: Quota;
  readonly key: string;
  readonly limiter: SqlRateLimiter;
}

/** How a quota stands under one key. */
interface Standing {
  readonly quota: Quota;
  readonly key: string;
  readonly points: number;
  /** Until its window is over. */
  readonly endsInMs: number;
}

/**
 * The use of quotas, in the database that all instances share. What is about somebody is counted under a keyed digest
 * for each secret that is known: while one is replaced, any two instances that run together have one in common, and
 * count together under it.
 */
@Injectable()
export class QuotaCounters {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly clock: WallClock,
  ) {}

  /**
   * Uses every one of the quotas once, or none of them. What is refused is nearly always refused without a write;
   * what loses a race gives back what it had used of the others.
   *
   * Never is more reserved than a quota allows, whatever happens at the same time in other processes.
   *
   * @throws whatever the database throws; it may be that everything was reserved
   */
  async reserve(quotas: readonly Quota[]): Promise<ReserveAnswer> {
    const now = this.clock.now();
    const batch = new CounterBatch(this.database, now);
    const counted = quotas.flatMap((quota) => this.#counted(quota, batch));
    const standing = await Promise.all(counted.map(read));
    const usedUp = lastOf(standing.filter(({ quota, points }) => points >= quota.limit));
    if (usedUp !== undefined) return usedUp;

    const counters = await Promise.all(counted.map(consume));
    const uses = counters.map(({ key, endsInMs }) => ({ key, expires_at: now + endsInMs }));
    const refused = lastOf(counters.filter(({ quota, points }) => points > quota.limit));
    if (refused === undefined) return { answer: 'reserved', uses };
    await this.refund(uses);
    return refused;
  }

  /** Gives uses back; those of a window that has ended since are over anyway. */
  async refund(uses: readonly Use[]): Promise<void> {
    await this.database
      .insertInto('quota_counters')
      // An upsert where an update would do: it writes the rows in this order, as `reserve` does.
      .values(uses.map((use) => ({ ...use, points: 0 })))
      .onConflict((on) =>
        on
          .column('key')
          .doUpdateSet((row) => ({ points: row('quota_counters.points', '-', 1) }))
          .whereRef('quota_counters.expires_at', '=', 'excluded.expires_at')
          .where('quota_counters.points', '>', 0),
      )
      .execute();
  }

  /** Forgets the windows that have ended. */
  async sweep(): Promise<void> {
    await this.database.deleteFrom('quota_counters').where('expires_at', '<=', this.clock.now()).execute();
  }

  #counted(quota: Quota, batch: CounterBatch): readonly Counted[] {
    return this.#subjectsOf(quota).map((subject) => ({
      quota,
      key: `${quota.name} ${subject}`,
      limiter: new SqlRateLimiter(quota, batch),
    }));
  }

  /** In an order that does not depend on which secret is the current one, so that no two instances wait in a ring. */
  #subjectsOf({ name, subject, subjectKept }: Quota): readonly string[] {
    if (subjectKept === 'as-it-is') return [subject];
    return this.keys.quotas.candidatesOf(`${name} ${subject}`).toSorted();
  }
}

async function read({ quota, key, limiter }: Counted): Promise<Standing> {
  const answer = await limiter.get(key);
  return { quota, key, points: answer?.consumedPoints ?? 0, endsInMs: answer?.msBeforeNext ?? 0 };
}

/** The package rejects with its answer, and no error, where a quota is used up. */
async function consume({ quota, key, limiter }: Counted): Promise<Standing> {
  const answer: unknown = await limiter.consume(key).catch((refusal: unknown) => refusal);
  if (!(answer instanceof RateLimiterRes)) throw answer;
  return { quota, key, points: answer.consumedPoints, endsInMs: answer.msBeforeNext };
}

function lastOf(exceeded: readonly Standing[]): ReserveAnswer | undefined {
  const [last] = exceeded.toSorted((one, other) => other.endsInMs - one.endsInMs);
  return last && { answer: 'exceeded', quota: last.quota, retryAfterMs: last.endsInMs };
}
