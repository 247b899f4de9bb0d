import type { Measured } from './failover-measure.ts';
import { LIMITS, type Scene, type TimeNumber } from './failover-scenes.ts';
import { median } from './quantile.ts';

/** The rounds of a scene in one line: the middle time, the worst count. */
export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly stillSentToFirst: number;
  readonly sentTwice: number;
  readonly lost: number;
  readonly unclear: number;
  /** Names of the numbers that were missed. */
  readonly missed: readonly string[];
}

/** Sums a scene's rounds up and holds them to its numbers. */
export function summarise(scene: Scene, rounds: readonly Measured[], healthyP99: number): Summary {
  const worst = (count: (round: Measured) => number) => Math.max(...rounds.map(count));
  const p99 = median(rounds.map((round) => round.p99));
  return {
    p50: median(rounds.map((round) => round.p50)),
    p99,
    stillSentToFirst: worst((round) => round.stillSentToFirst),
    sentTwice: worst((round) => round.sentTwice),
    lost: worst((round) => round.lost),
    unclear: worst((round) => round.unclear),
    missed: [
      ...(p99 > mostMs(scene.numbers.p99, healthyP99) ? ['p99'] : []),
      ...new Set(rounds.flatMap((round) => missedCounts(scene, round))),
    ],
  };
}

/** The longest 99 of 100 codes may take, in ms. */
export function mostMs(number: TimeNumber, healthyP99: number): number {
  // A deadline is kept by a timer, which is a little late on a busy core.
  if (number.at === 'deadline') return LIMITS.codeDeadlineMs + 2 * healthyP99;
  return number.plusMs + number.timesHealthy * healthyP99;
}

function missedCounts({ numbers, end, codes }: Scene, round: Measured): string[] {
  const most = numbers.sentTwice === 'each that hung' ? round.hung : numbers.sentTwice;
  return [
    ...(round.stillSentToFirst > (numbers.stillSentToFirst ?? Infinity) ? ['still sent'] : []),
    ...(round.sentTwice > most ? ['sent twice'] : []),
    ...(round.lost !== (end === 'all accepted' ? 0 : codes) ? ['lost'] : []),
    ...(round.unclear > 0 ? ['clear error'] : []),
  ];
}
