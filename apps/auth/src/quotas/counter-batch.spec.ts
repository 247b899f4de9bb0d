import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { MovedClock } from '../testing/auth-app.js';
import { CounterBatch } from './counter-batch.js';
import { QuotaCounters } from './quota-counters.js';

const QUOTA = {
  name: 'number-hour',
  subject: '+447400900123',
  subjectKept: 'digested',
  limit: 1,
  windowMs: 3_600_000,
} as const;
const OTHERS = ['prefix-hour', 'address-hour'].map((name) => ({ ...QUOTA, name, limit: 9 }));

describeOnEachDatabase('CounterBatch', (database) => {
  let connection: Database;
  let statements: number;

  beforeEach(async () => {
    statements = 0;
    connection = (await database().open()).withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
  });

  it('asks the database once for whatever is asked within one turn', async () => {
    const batch = new CounterBatch(connection, 0);
    const added = await Promise.all(['a', 'b', 'c'].map((key) => batch.add(key, 1, 1_000)));
    expect(added.map(({ points }) => points)).toEqual([1, 1, 1]);
    expect(statements).toBe(1);
    expect(await Promise.all(['c', 'z', 'a'].map((key) => batch.read(key)))).toEqual([
      expect.objectContaining({ points: 1 }),
      undefined,
      expect.objectContaining({ points: 1 }),
    ]);
    expect(statements).toBe(2);
    await batch.add('a', 1, 1_000);
    expect((await batch.read('a'))?.points).toBe(2);
  });

  it('tells everybody in it when the database fails', async () => {
    await connection.schema.dropTable('quota_counters').execute();
    const batch = new CounterBatch(connection, 0);
    const asked = await Promise.allSettled(['a', 'b'].map((key) => batch.add(key, 1, 1_000)));
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('reserves with two statements however many quotas there are, and refuses with one that only reads', async () => {
    const counters = new QuotaCounters(connection, new KeyRing('a secret of this test'), new MovedClock());
    expect((await counters.reserve([QUOTA, ...OTHERS])).answer).toBe('reserved');
    expect(statements).toBe(2);
    expect((await counters.reserve([QUOTA, ...OTHERS])).answer).toBe('exceeded');
    expect(statements).toBe(3);
  });
});
