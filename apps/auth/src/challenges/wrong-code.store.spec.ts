import { randomUUID } from 'node:crypto';
import { describeOnEachDatabase } from '@standby/database/testing';
import { beforeEach, expect, it } from 'vitest';
import { DAY_MS } from '../wall-clock.js';
import { type TriedNumber, WrongCodeStore } from './wrong-code.store.js';

const NOW = 1_790_000_000_000;
const HOUR_MS = 3_600_000;
const RULES = { maxAttempts: 3, waitMs: HOUR_MS, maxWrongPerDay: 5 };
const STRANGER = { digests: ['now', 'formerly'], asker: 'stranger' } as const;
const DEVICE = { ...STRANGER, asker: 'confirmed' } as const;

describeOnEachDatabase('WrongCodeStore', (database) => {
  /** Two stores on one database, as two processes would have. */
  let stores: WrongCodeStore[];

  beforeEach(async () => {
    stores = [new WrongCodeStore(await database().open()), new WrongCodeStore(await database().open())];
  });

  const store = (index = 0) => {
    const chosen = stores[index % stores.length];
    if (chosen === undefined) throw new Error('The stores are opened before each test.');
    return chosen;
  };
  const take = (now: number, number: TriedNumber = STRANGER, index = 0) =>
    store(index).take(randomUUID(), number, RULES, now);

  const takeTen = (number: TriedNumber) =>
    Promise.all(Array.from({ length: 10 }, (_, index) => take(NOW, number, index)));
  /** How many of five codes in a row are allowed. */
  const allowedAt = async (now: number) => {
    const taken = [];
    for (let time = 0; time < 5; time += 1) taken.push(await take(now + time));
    return taken.filter(Boolean).length;
  };

  it('counts no more codes than are allowed, of however many at once', async () => {
    const numbers = Array.from(
      { length: 20 },
      (_, index) => ({ digests: [`number ${index}`], asker: 'stranger' }) as const,
    );
    // The second round finds the connections open, so that its statements do meet.
    const rounds = [numbers.slice(0, 10), numbers.slice(10)];
    for (const round of rounds)
      for (const taken of await Promise.all(round.map(takeTen)))
        expect(taken.filter(Boolean)).toHaveLength(3);
    for (const number of numbers) expect(await store().timesOf(number, NOW, 10)).toEqual([NOW, NOW, NOW]);
  });

  it('allows more when the wait is over, and no more in a day than that', async () => {
    expect(await allowedAt(NOW)).toBe(3);
    expect(await allowedAt(NOW + HOUR_MS - 10)).toBe(0);
    expect(await allowedAt(NOW + HOUR_MS + 10)).toBe(2);
    expect(await allowedAt(NOW + 3 * HOUR_MS)).toBe(0);
    expect(await allowedAt(NOW + DAY_MS + 10)).toBe(3);
  });

  it('counts strangers, confirmed devices and other numbers apart', async () => {
    for (let time = 0; time < 3; time += 1) await take(NOW);
    expect(await take(NOW)).toBe(false);
    expect(await take(NOW, DEVICE)).toBe(true);
    expect(await take(NOW, { digests: ['another'], asker: 'stranger' })).toBe(true);
  });

  it('counts what was counted under a former key', async () => {
    await take(NOW, { digests: ['formerly'], asker: 'stranger' });
    await take(NOW, { digests: ['formerly', 'now'], asker: 'stranger' });
    expect(await store(1).timesOf(STRANGER, NOW, 10)).toHaveLength(2);
    expect([await take(NOW), await take(NOW)]).toEqual([true, false]);
  });

  it('does not count a code that is given back', async () => {
    await store().take('right', STRANGER, RULES, NOW);
    await store(1).giveBack('right');
    expect(await store().timesOf(STRANGER, NOW, 10)).toEqual([]);
  });

  it('forgets after a day', async () => {
    await take(NOW);
    await store().sweep(NOW + DAY_MS - 1);
    expect(await store().timesOf(STRANGER, NOW, 10)).toEqual([NOW]);
    await store().sweep(NOW + DAY_MS);
    expect(await store().timesOf(STRANGER, NOW, 10)).toEqual([]);
  });
});
