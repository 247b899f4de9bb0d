import type { Random } from '../resilience/random.js';

/**
 * The same numbers in the same order for the same seed: the generator mulberry32.
 *
 * For tests and simulation; predictable by design, so never for a code or a key.
 *
 * @param seed a whole number; its lowest 32 bits count
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain)
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
