/** Windows in one of which chance alone may bring about a run of failures that opens a breaker. */
const WINDOWS = 100;

/**
 * Failures in a row that are no chance among so many calls, even if every other call failed for reasons of its own: the
 * more calls there are, the longer the runs that such failures come in.
 */
export function noChanceRun(calls: number): number {
  return Math.ceil(Math.log2(WINDOWS * calls));
}
