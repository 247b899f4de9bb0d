import { type RawBuilder, sql } from 'kysely';

/**
 * `levelAfter` of `@standby/sms` as an expression of both databases, for an upsert into `guard_buckets`: `excluded` is
 * what is poured now. They have no function for the greater of two numbers under the same name.
 */
export function levelAfterPour(): RawBuilder<number> {
  const kept = sql<number>`(case when guard_buckets.level < excluded.threshold then guard_buckets.level else excluded.threshold end)`;
  const restedMs = atLeastNothing(sql<number>`excluded.updated_at - guard_buckets.updated_at`);
  const left = atLeastNothing(sql<number>`${kept} - ${restedMs} * excluded.leak_per_ms`);
  return atLeastNothing(sql<number>`${left} + excluded.amount`);
}

function atLeastNothing(value: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`(case when ${value} > 0 then ${value} else 0 end)`;
}
