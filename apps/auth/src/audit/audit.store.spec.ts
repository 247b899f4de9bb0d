import { type Database, inTransaction } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { AuditStore } from './audit.store.js';
import { type AuditFinding, chained } from './audit-chain.js';
import { AuditCheck } from './audit-check.js';

const KEYS = new KeyRing('the secret');
const recordAt = (at: number) => ({ at, event: 'code-wrong', record: JSON.stringify({ attemptsLeft: at }) });
const recordsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => recordAt(first + index));

describeOnEachDatabase('the audit log', (scratch) => {
  let database: Database;
  let store: AuditStore;
  let check: AuditCheck;

  beforeEach(async () => {
    database = await scratch().open();
    store = new AuditStore(database, KEYS);
    check = new AuditCheck(database, KEYS);
  });

  const findings = async (): Promise<readonly AuditFinding[]> => (await check.run()).findings;

  const rows = async () => database.selectFrom('audit_records').selectAll().orderBy('seq').execute();
  const set = (seq: number, change: { at?: number; event?: string; record?: string; hash?: string }) =>
    database.updateTable('audit_records').set(change).where('seq', '=', seq).execute();
  const remove = (...seqs: number[]) =>
    database.deleteFrom('audit_records').where('seq', 'in', seqs).execute();
  /** Makes a chain that holds, as somebody would who knows all but the key. */
  const forgeFrom = async (records: ReturnType<typeof recordsFrom>) => {
    await database.deleteFrom('audit_records').execute();
    const empty = { base_seq: 0, base_hash: '', head_seq: 0, head_hash: '', unproven_to: null, seal: '' };
    await database.updateTable('audit_chain').set(empty).execute();
    await new AuditStore(database, new KeyRing('a guessed secret')).append(records);
  };

  it('is whole when it is empty, and after whatever was written to it', async () => {
    expect(await check.run()).toEqual({ records: 0, head: undefined, since: undefined, findings: [] });
    await store.append(recordsFrom(1, 3));
    await store.append([]);
    await store.append(recordsFrom(4, 2_000));
    expect(await check.run()).toMatchObject({ records: 2_003, since: 1, head: { seq: 2_003 }, findings: [] });
  });

  it('is one chain, however many instances write at once', async () => {
    const instances = [store, new AuditStore(await scratch().open(), KEYS)];
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) =>
        instances[index % 2]?.append(recordsFrom(index * 10, 1 + (index % 5))),
      ),
    );
    expect(await check.run()).toMatchObject({ records: 120, head: { seq: 120 }, findings: [] });
  });

  it('undoes what was appended in a transaction that failed', async () => {
    await store.append(recordsFrom(1, 2));
    const failing = inTransaction(database, async (transaction) => {
      await new AuditStore(transaction, KEYS).append(recordsFrom(3, 2));
      throw new Error('afterwards');
    });
    await expect(failing).rejects.toThrow('afterwards');
    await store.append(recordsFrom(5, 1));
    expect(await check.run()).toMatchObject({ records: 3, findings: [] });
  });

  it('has records once that are written again because nobody confirmed them', async () => {
    const batch = [recordAt(1), recordAt(1), recordAt(2)];
    await store.append(batch);
    await new AuditStore(await scratch().open(), KEYS).append([recordAt(1)]);
    await store.append(batch, 'again');
    expect((await rows()).map(({ at }) => at)).toEqual([1, 1, 2, 1]);
    await store.append([recordAt(1), recordAt(3)], 'again');
    await store.append([recordAt(1)], 'first');
    expect((await rows()).map(({ at }) => at)).toEqual([1, 1, 2, 1, 1, 3, 1]);
    expect(await findings()).toEqual([]);
  });

  it('stays whole when its oldest records are pruned, and keeps what came after one that is to be kept', async () => {
    await store.append([...recordsFrom(1, 10), recordAt(100), recordAt(5)]);
    expect(await store.prune(6, 3)).toBe(3);
    expect(await store.prune(6, 100)).toBe(2);
    expect(await store.prune(6, 100)).toBe(0);
    expect(await check.run()).toMatchObject({ records: 7, since: 6, findings: [] });
    expect(await store.prune(1_000, 100)).toBe(7);
    expect(await check.run()).toMatchObject({ records: 0, findings: [] });
    await store.append(recordsFrom(200, 2));
    expect(await check.run()).toMatchObject({ records: 2, head: { seq: 14 }, findings: [] });
  });

  describe('when somebody writes to the database', () => {
    beforeEach(() => store.append(recordsFrom(1, 10)));

    it.each([
      ['what it says', { record: '{}' }],
      ['what happened', { event: 'challenge-verified' }],
      ['when it was', { at: 3 }],
    ])('tells that a record was changed: %s', async (_name, change) => {
      await set(5, change);
      expect(await findings()).toEqual([{ finding: 'altered', seq: 5 }]);
    });

    it('tells which records are missing: one, several, the first, the last', async () => {
      await remove(1, 4, 6, 7, 10);
      expect(await findings()).toEqual([
        { finding: 'missing', from: 1, to: 1 },
        { finding: 'missing', from: 4, to: 4 },
        { finding: 'missing', from: 6, to: 7 },
        { finding: 'missing', from: 10, to: 10 },
      ]);
    });

    it('tells that records changed places', async () => {
      const [, , third, fourth] = await rows();
      await set(3, { record: fourth?.record ?? '', at: 4 });
      await set(4, { record: third?.record ?? '', at: 3 });
      expect(await findings()).toEqual([
        { finding: 'altered', seq: 3 },
        { finding: 'altered', seq: 4 },
      ]);
    });

    it('tells that records were added, at the end or in the place of another', async () => {
      const [first] = await rows();
      if (first === undefined) throw new Error('There are ten records.');
      await database
        .insertInto('audit_records')
        .values({ ...first, seq: 11 })
        .execute();
      await remove(5);
      await database
        .insertInto('audit_records')
        .values({ ...first, seq: 5 })
        .execute();
      expect(await findings()).toEqual([
        { finding: 'altered', seq: 5 },
        { finding: 'altered', seq: 6 },
        { finding: 'surplus', seq: 11 },
      ]);
    });

    it('tells that the newest record was changed together with its hash', async () => {
      const [ninth, tenth] = (await rows()).slice(-2);
      if (ninth === undefined || tenth === undefined) throw new Error('There are ten records.');
      const [forged] = chained([{ ...tenth, record: '{}' }], { head_seq: 9, head_hash: ninth.hash });
      await set(10, { record: '{}', hash: forged?.hash ?? '' });
      expect(await findings()).toEqual([{ finding: 'head-differs' }]);
    });

    it('tells that all of it was written anew without the key', async () => {
      const { seal } = (await store.ends()) ?? { seal: '' };
      await forgeFrom(recordsFrom(1, 9));
      expect(await findings()).toMatchObject([{ finding: 'seal-unknown' }]);
      await database.updateTable('audit_chain').set({ seal }).execute();
      expect(await findings()).toEqual([{ finding: 'seal-broken' }]);
    });

    it('tells that the end was taken off together with its seal', async () => {
      const earlier = await store.ends();
      if (earlier === undefined) throw new Error('The log has ends.');
      await store.append(recordsFrom(11, 2));
      await remove(11, 12);
      await database.updateTable('audit_chain').set({ head_seq: 10, head_hash: earlier.head_hash }).execute();
      expect(await findings()).toEqual([{ finding: 'seal-broken' }]);
      await database.deleteFrom('audit_chain').execute();
      expect(await findings()).toEqual([{ finding: 'seal-broken' }]);
    });
  });

  it('tells by where it ended once that it was put back to an earlier state, seal and all', async () => {
    await store.append(recordsFrom(1, 5));
    const earlier = await store.ends();
    await store.append(recordsFrom(6, 2));
    const { head_seq: seq = 0, head_hash: hash = '' } = (await store.ends()) ?? {};
    expect((await check.run([{ seq, hash }])).findings).toEqual([]);

    await database.deleteFrom('audit_records').where('seq', '>', 5).execute();
    if (earlier !== undefined) await database.updateTable('audit_chain').set(earlier).execute();
    expect(await findings()).toEqual([]);
    expect((await check.run([{ seq, hash }])).findings).toEqual([{ finding: 'anchor-differs', seq: 7 }]);
    await store.append(recordsFrom(8, 3));
    expect((await check.run([{ seq, hash }])).findings).toEqual([{ finding: 'anchor-differs', seq: 7 }]);
    await store.prune(10, 10);
    expect((await check.run([{ seq, hash }])).findings).toEqual([]);
  });

  it('is proven by the newest key alone once that has sealed it', async () => {
    await store.append(recordsFrom(1, 5));
    const after = new KeyRing('the new secret', 'the secret');
    expect((await new AuditCheck(database, new KeyRing('the new secret')).run()).findings).toMatchObject([
      { finding: 'seal-unknown', key: KEYS.names[0] },
    ]);
    await new AuditStore(database, after).append(recordsFrom(6, 1));
    await database.updateTable('audit_records').set({ record: '{}' }).where('seq', '=', 2).execute();
    expect((await new AuditCheck(database, new KeyRing('the new secret')).run()).findings).toEqual([
      { finding: 'altered', seq: 2 },
    ]);
  });

  it('tells how far the check has come', async () => {
    await store.append(recordsFrom(1, 1_500));
    const told: number[] = [];
    await check.run([], (records) => told.push(records));
    expect(told).toEqual([1_000, 1_500]);
  });
});
