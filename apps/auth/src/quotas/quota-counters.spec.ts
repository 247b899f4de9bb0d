import type { Database } from '@standby/database';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../keys/key-ring.js';
import { MovedClock } from '../testing/auth-app.js';
import type { Quota } from './quota.js';
import { QuotaCounters } from './quota-counters.js';

const KEYS = new KeyRing('a secret of this test');
const NUMBER = '+447400900123';
const perNumber: Quota = {
  name: 'number-hour',
  subject: NUMBER,
  subjectKept: 'digested',
  limit: 3,
  windowMs: 3_600_000,
};
const perAddress: Quota = { ...perNumber, name: 'address-hour', subject: '203.0.113.9', limit: 5 };
const perCountry: Quota = { ...perNumber, name: 'country-hour', subject: 'GB', subjectKept: 'as-it-is' };

describeOnEachDatabase('QuotaCounters', (database) => {
  let connection: Database;
  let clock: MovedClock;
  let counters: QuotaCounters;

  beforeEach(async () => {
    connection = await database().open();
    clock = new MovedClock();
    counters = new QuotaCounters(connection, KEYS, clock);
  });

  const reserve = (...quotas: Quota[]) => counters.reserve(quotas);
  const answers = async (count: number, ...quotas: Quota[]) => {
    const made: string[] = [];
    for (let index = 0; index < count; index += 1) made.push((await reserve(...quotas)).answer);
    return made;
  };
  const rows = () => connection.selectFrom('quota_counters').selectAll().execute();
  /** An instance with these secrets, the current one first. */
  const under = ([current, ...former]: readonly [string, ...string[]]) =>
    new QuotaCounters(connection, new KeyRing(current, ...former), clock);

  it('reserves up to the limit, and then tells which quota is used up and when it begins anew', async () => {
    expect(await answers(3, perNumber)).toEqual(['reserved', 'reserved', 'reserved']);
    clock.advance(600);
    expect(await reserve(perNumber)).toEqual({
      answer: 'exceeded',
      quota: perNumber,
      retryAfterMs: 3_000_000,
    });
    clock.advance(3_000);
    expect((await reserve(perNumber)).answer).toBe('reserved');
  });

  it('tells of several that are used up the one that begins anew last, whichever is asked for first', async () => {
    const perDay: Quota = { ...perNumber, name: 'number-day', windowMs: 86_400_000 };
    const last = { answer: 'exceeded', quota: perDay, retryAfterMs: 86_400_000 };
    await answers(3, perNumber, perDay);
    expect(await reserve(perNumber, perDay)).toEqual(last);
    expect(await reserve(perDay, perNumber)).toEqual(last);
    clock.advance(3_600);
    expect(await reserve(perNumber, perDay)).toEqual({ ...last, retryAfterMs: 82_800_000 });
  });

  it('tells so of those it lost to others at the same time', async () => {
    const perDay: Quota = { ...perNumber, name: 'number-day', windowMs: 86_400_000 };
    const made = await Promise.all([1, 2, 3, 4].map(() => reserve(perNumber, perDay)));
    const refused = made.filter(({ answer }) => answer === 'exceeded');
    expect(refused).toEqual([{ answer: 'exceeded', quota: perDay, retryAfterMs: 86_400_000 }]);
  });

  it('reserves of every quota or of none: what is refused leaves no trace', async () => {
    await answers(3, perNumber);
    const before = await rows();
    expect(await answers(4, perAddress, perNumber)).toEqual(Array.from({ length: 4 }, () => 'exceeded'));
    expect(await rows()).toEqual(before);
    expect(await answers(5, perAddress)).toEqual(Array.from({ length: 5 }, () => 'reserved'));
  });

  it('gives back what was reserved, in the window it was reserved in and in no other', async () => {
    const first = await reserve(perNumber, perAddress);
    await answers(2, perNumber, perAddress);
    if (first.answer === 'reserved') await counters.refund(first.uses);
    expect(await answers(2, perNumber)).toEqual(['reserved', 'exceeded']);

    clock.advance(3_600);
    await answers(3, perNumber, perAddress);
    if (first.answer === 'reserved') await counters.refund(first.uses);
    expect((await reserve(perNumber)).answer).toBe('exceeded');
  });

  it('never gives back more than was reserved', async () => {
    const only = await reserve(perNumber);
    if (only.answer === 'reserved') await Promise.all([1, 2, 3].map(() => counters.refund(only.uses)));
    expect(await answers(4, perNumber)).toEqual(['reserved', 'reserved', 'reserved', 'exceeded']);
  });

  it('reserves exactly as often as it may, of many at the same moment on several connections', async () => {
    const other = new QuotaCounters(await database().open(), KEYS, clock);
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? counters : other).reserve([perNumber, perAddress]),
      ),
    );
    expect(made.filter(({ answer }) => answer === 'reserved')).toHaveLength(3);
    expect((await rows()).map(({ points }) => points)).toEqual([3, 3]);
  });

  it('waits for nobody forever where many reserve and give back at the same moment', async () => {
    const other = new QuotaCounters(await database().open(), KEYS, clock);
    const both = [perNumber, perAddress].map((quota) => ({ ...quota, limit: 30 }));
    const work = async (index: number) => {
      const either = index % 2 === 0 ? counters : other;
      const made = await either.reserve(both);
      if (made.answer === 'reserved' && index % 3 === 0) await either.refund(made.uses);
      return made.answer;
    };
    const worked = await Promise.all(Array.from({ length: 30 }, (_, index) => work(index)));
    expect(new Set(worked)).toEqual(new Set(['reserved']));
    expect((await rows()).map(({ points }) => points)).toEqual([20, 20]);
  });

  it('counts each subject and each quota by itself, under keys that show neither', async () => {
    await reserve(perNumber);
    expect((await reserve({ ...perNumber, subject: '+447400900456' })).answer).toBe('reserved');
    expect((await reserve({ ...perNumber, name: 'number-day' })).answer).toBe('reserved');
    const stored = JSON.stringify(await rows());
    expect(stored).toContain('number-hour ');
    expect(stored).not.toMatch(/900123|900456/);
    expect(stored).not.toContain(KEYS.quotas.of(NUMBER));
  });

  describe('while a secret is replaced', () => {
    const OLD = ['old'] as const;
    const NEW = ['new'] as const;
    const TOLD_OF_NEW = ['old', 'new'] as const;
    const REPLACED = ['new', 'old'] as const;
    it.each([
      ['one that knows the next secret and one that does not', OLD, TOLD_OF_NEW],
      ['one that uses the next secret and one that does not', TOLD_OF_NEW, REPLACED],
      ['one that knows the former secret and one that does not', REPLACED, NEW],
    ])('counts the same for %s, at whichever of them it was used', async (_name, before, after) => {
      for (const [first, second] of [
        [before, after],
        [after, before],
      ] as const) {
        const quota = { ...perNumber, subject: [...first, 'then', ...second].join(' ') };
        for (const secrets of [first, first, second])
          expect((await under(secrets).reserve([quota])).answer).toBe('reserved');
        for (const secrets of [first, second])
          expect((await under(secrets).reserve([quota])).answer).toBe('exceeded');
      }
    });

    it('begins nothing anew when the former secret is dropped', async () => {
      for (const secrets of [TOLD_OF_NEW, REPLACED, REPLACED]) await under(secrets).reserve([perNumber]);
      expect((await under(NEW).reserve([perNumber])).answer).toBe('exceeded');
    });

    it('gives back under every secret', async () => {
      const used = await under(REPLACED).reserve([perNumber]);
      if (used.answer === 'reserved') await under(TOLD_OF_NEW).refund(used.uses);
      expect((await rows()).map(({ points }) => points)).toEqual([0, 0]);
    });

    it('waits for nobody forever where instances know the secrets in another order', async () => {
      const other = new QuotaCounters(await database().open(), new KeyRing(...TOLD_OF_NEW), clock);
      const both = [perNumber, perAddress].map((quota) => ({ ...quota, limit: 40 }));
      const one = under(REPLACED);
      const made = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other).reserve(both)),
      );
      expect(new Set(made.map(({ answer }) => answer))).toEqual(new Set(['reserved']));
      expect((await rows()).map(({ points }) => points)).toEqual([40, 40, 40, 40]);
    });

    it('counts what is about nobody once, under no secret', async () => {
      await under(OLD).reserve([perCountry]);
      await under(NEW).reserve([perCountry]);
      expect(await rows()).toMatchObject([{ key: 'country-hour GB', points: 2 }]);
    });
  });

  it('forgets the windows that have ended, and no other', async () => {
    await reserve(perNumber);
    clock.advance(1);
    await reserve(perAddress);
    clock.advance(3_599);
    await counters.sweep();
    expect(await rows()).toHaveLength(1);
    clock.advance(1);
    await counters.sweep();
    expect(await rows()).toEqual([]);
  });
});
