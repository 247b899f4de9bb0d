import { beforeEach, describe, expect, it } from 'vitest';
import type { CircuitBoard, CircuitNotice } from '../sharing/circuit-board.js';

const NOW = Date.UTC(2030, 0, 1);

const noticeOf = (circuit: string, change: Partial<CircuitNotice> = {}): CircuitNotice => ({
  circuit,
  state: 'open',
  openings: 2,
  openUntil: NOW + 60_000,
  at: NOW,
  by: 'one',
  ...change,
});

/**
 * Declares the tests that every circuit board passes. Call it in a spec file of vitest.
 *
 * @param open gives a board for each test, empty; called again in the same test, another connection to the same board
 */
export function describeCircuitBoard(name: string, open: () => Promise<CircuitBoard>): void {
  describe(`${name} as a circuit board`, () => {
    let board: CircuitBoard;

    beforeEach(async () => {
      board = await open();
    });

    it('shows what was posted, whole, to every connection', async () => {
      await board.post(noticeOf('a'));
      await board.post(noticeOf('b', { state: 'closed', openings: 0, openUntil: 0, by: 'two' }));
      const other = await open();
      expect((await other.read(0)).toSorted((a, b) => a.circuit.localeCompare(b.circuit))).toEqual([
        noticeOf('a'),
        noticeOf('b', { state: 'closed', openings: 0, openUntil: 0, by: 'two' }),
      ]);
    });

    it('keeps the latest notice of a circuit, in whatever order they are posted', async () => {
      await board.post(noticeOf('a', { at: NOW + 1 }));
      await board.post(noticeOf('a', { at: NOW, openings: 9 }));
      expect(await board.read(0)).toEqual([noticeOf('a', { at: NOW + 1 })]);
      await board.post(noticeOf('a', { at: NOW + 2, state: 'closed', by: 'two' }));
      expect(await board.read(0)).toEqual([noticeOf('a', { at: NOW + 2, state: 'closed', by: 'two' })]);
    });

    it('shows what was found out from a time on, and nothing older', async () => {
      await board.post(noticeOf('a', { at: NOW - 1 }));
      await board.post(noticeOf('b', { at: NOW }));
      expect((await board.read(NOW)).map(({ circuit }) => circuit)).toEqual(['b']);
      expect(await board.read(NOW + 1)).toEqual([]);
    });

    it('keeps one of many that are posted at once: the latest', async () => {
      const boards = [board, await open(), await open()];
      await Promise.all(
        boards.flatMap((each, which) =>
          Array.from({ length: 10 }, (_, index) =>
            each.post(noticeOf('a', { at: NOW + index * 3 + which, openings: index })),
          ),
        ),
      );
      expect(await board.read(0)).toEqual([noticeOf('a', { at: NOW + 29, openings: 9 })]);
    });
  });
}
