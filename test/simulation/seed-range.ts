import { setImmediate } from 'node:timers/promises';
import { runDeliveryWorld } from './delivery/delivery-world.js';
import { Tally } from './tally.js';
import { runWorld } from './world.js';

/** The kinds of worlds there are. */
export const WORLDS = [runWorld, runDeliveryWorld] as const;

/** Consecutive seeds. */
export interface SeedRange {
  readonly from: number;
  readonly count: number;
}

/** What came of some seeds; plain data, so that it can cross to another thread. */
export interface SeedReport {
  /** How often what happened, in all of them together. */
  readonly counts: Readonly<Record<string, number>>;
  /** One line for each seed that failed. */
  readonly failures: readonly string[];
}

/** Runs worlds of some seeds, of all kinds or of those given, one after the other; one that fails does not end it. */
export async function runSeeds(
  { from, count }: SeedRange,
  worlds: readonly (typeof WORLDS)[number][] = WORLDS,
): Promise<SeedReport> {
  const total = new Tally();
  const failures: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    for (const run of worlds) {
      try {
        total.add((await run(seed)).counts());
      } catch (error) {
        failures.push(error instanceof Error ? error.message : `Seed ${seed} fails: ${String(error)}`);
      }
    }
    total.count('seeds');
    // Whoever else lives in this process gets a word in, and unhandled rejections come to light.
    await setImmediate();
  }
  return { counts: total.counts(), failures };
}
