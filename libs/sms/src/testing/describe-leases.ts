import { beforeEach, describe, expect, it } from 'vitest';
import { type LeaseClaim, type Leases, leaseClaim } from '../resilience/leases.js';

const NAME = 'the one reader';
const NOW = Date.UTC(2030, 0, 1);
const LEASE_MS = 60_000;

const claimOf = (holder: string, now = NOW): LeaseClaim => leaseClaim(holder, now, LEASE_MS);

/**
 * Declares the tests that all leases pass. Call it in a spec file of vitest.
 *
 * @param open gives leases for each test, none of them taken; called again in the same test, another connection to them
 */
export function describeLeases(name: string, open: () => Promise<Leases>): void {
  describe(`${name} as leases`, () => {
    let leases: Leases;

    beforeEach(async () => {
      leases = await open();
    });

    it('give a lease to one of many concurrent claimers, over any number of connections', async () => {
      const all = [leases, await open(), await open()];
      const claims = all.flatMap((each, which) =>
        Array.from({ length: 10 }, (_, index) => each.take(NAME, claimOf(`holder-${which}-${index}`))),
      );
      const answers = await Promise.all(claims);
      expect(answers.filter(({ lease }) => lease === 'taken')).toEqual([{ lease: 'taken', note: undefined }]);
    });

    it('tell one lease from another', async () => {
      await leases.take(NAME, claimOf('one'));
      expect(await leases.take('another', claimOf('two'))).toEqual({ lease: 'taken', note: undefined });
    });

    it('are prolonged by whoever has them, and free when they are over', async () => {
      const other = await open();
      await leases.take(NAME, claimOf('one'));
      expect(await leases.take(NAME, claimOf('one', NOW + 40_000))).toMatchObject({ lease: 'taken' });
      expect(await other.take(NAME, claimOf('two', NOW + 99_999))).toMatchObject({ lease: 'held' });
      expect(await other.take(NAME, claimOf('two', NOW + 100_000))).toMatchObject({ lease: 'taken' });
      expect(await leases.take(NAME, claimOf('one', NOW + 100_001))).toMatchObject({ lease: 'held' });
    });

    it('are free where a clock that was ahead left them, and held where clocks differ by less than they last', async () => {
      const ahead = (ms: number) => claimOf('ahead', NOW + ms);
      await leases.take(NAME, ahead(LEASE_MS));
      expect(await leases.take(NAME, claimOf('two'))).toMatchObject({ lease: 'held' });
      await leases.take(NAME, ahead(LEASE_MS + 1));
      await leases.note(NAME, 'ahead', 'page 1');
      expect(await leases.take(NAME, claimOf('two'))).toEqual({ lease: 'taken', note: 'page 1' });
      expect(await leases.take(NAME, claimOf('three'))).toMatchObject({ lease: 'held' });
    });

    it('show the latest note to everybody, hand it on, and take none from who has them no more', async () => {
      await leases.take(NAME, claimOf('one'));
      expect(await leases.note(NAME, 'one', 'page 1')).toBe(true);
      expect(await leases.note(NAME, 'one', 'page 2')).toBe(true);
      expect(await leases.take(NAME, claimOf('two'))).toEqual({ lease: 'held', note: 'page 2' });
      expect(await leases.take(NAME, claimOf('two', NOW + LEASE_MS))).toEqual({
        lease: 'taken',
        note: 'page 2',
      });
      expect(await leases.note(NAME, 'one', 'page 3')).toBe(false);
      expect(await leases.take(NAME, claimOf('two', NOW + LEASE_MS))).toMatchObject({ note: 'page 2' });
    });

    it('are free at once when given up, the note included, by nobody but the holder', async () => {
      await leases.take(NAME, claimOf('one'));
      await leases.note(NAME, 'one', 'page 1');
      await leases.release(NAME, 'two');
      expect(await leases.take(NAME, claimOf('two'))).toMatchObject({ lease: 'held' });
      await leases.release(NAME, 'one');
      expect(await leases.take(NAME, claimOf('two'))).toEqual({ lease: 'taken', note: 'page 1' });
    });
  });
}
