/** How many codes of a country, a prefix or an address were verified of late. */
export interface VerifiedCounts {
  /** In the past hour, to ten minutes. */
  readonly lastHour: number;
  /** In the past day, to an hour. */
  readonly lastDay: number;
  /** On the best of the past 14 days and today; days are those of UTC. */
  readonly bestDay: number;
}

export const NONE_VERIFIED: VerifiedCounts = { lastHour: 0, lastDay: 0, bestDay: 0 };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The spans of time that verified codes are counted by, and for how long each is looked at. */
const COUNTED_SPANS = {
  'ten-minutes': { lengthMs: 10 * MINUTE_MS, lookBackMs: HOUR_MS },
  hour: { lengthMs: HOUR_MS, lookBackMs: DAY_MS },
  day: { lengthMs: DAY_MS, lookBackMs: 15 * DAY_MS },
} as const;

export type SpanName = keyof typeof COUNTED_SPANS;

const SPAN_NAMES = ['ten-minutes', 'hour', 'day'] as const satisfies SpanName[];

/** A count for one span of time. */
export interface SpanCount {
  readonly span: SpanName;
  /** Ms since the epoch. */
  readonly startsAt: number;
  readonly verified: number;
}

/** The spans a moment falls into, and when nobody looks at them any more. */
export function spansAt(
  now: number,
): readonly (Omit<SpanCount, 'verified'> & { readonly forgetAt: number })[] {
  return SPAN_NAMES.map((span) => {
    const { lengthMs, lookBackMs } = COUNTED_SPANS[span];
    const startsAt = now - (now % lengthMs);
    return { span, startsAt, forgetAt: startsAt + lookBackMs };
  });
}

/** What the counts of one subject come to at a moment; those that are too old count for nothing. */
export function verifiedCountsOf(counts: readonly SpanCount[], now: number): VerifiedCounts {
  const within = (span: SpanName) =>
    counts
      .filter((count) => count.span === span && count.startsAt + COUNTED_SPANS[span].lookBackMs > now)
      .map(({ verified }) => verified);
  return {
    lastHour: sumOf(within('ten-minutes')),
    lastDay: sumOf(within('hour')),
    bestDay: Math.max(0, ...within('day')),
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
