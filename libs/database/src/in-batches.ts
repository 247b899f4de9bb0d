import { setImmediate } from 'node:timers/promises';

/** Rows deleted by one statement: it holds the write lock, and in SQLite the process, for no longer than some 100 ms. */
const BATCH = 5_000;

/**
 * Deletes rows a batch at a time, until there are none left, with other work in between.
 *
 * @param deleteSome deletes at most so many rows and says how many it did
 */
export async function inBatches(deleteSome: (limit: number) => Promise<bigint>): Promise<void> {
  while ((await deleteSome(BATCH)) === BigInt(BATCH)) await setImmediate();
}
