import type { FailureKind } from '../../../libs/sms/src/providers/handling.js';
import type { ReceiptStatus } from '../../../libs/sms/src/providers/receipt-parser.js';
import type { Dice } from '../dice.js';

/** How a provider delivers and reports. */
export interface DeliveryManner {
  /** Shares of its copies that arrive, that fail with a word, and, of what is left, that vanish. */
  readonly arriving: number;
  readonly failing: number;
  /** Median time to an end, in ms. */
  readonly medianMs: number;
  /** Shares of its receipts that are lost, late, doubled, out of order, or that say the opposite. */
  readonly lost: number;
  readonly late: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly lying: number;
}

/** A word of a provider about a copy, at a time from its acceptance. */
export interface TimedWord {
  readonly afterMs: number;
  readonly status: ReceiptStatus;
}

/** What becomes of a copy, and what is told of it. */
export interface CopyFate {
  /** What the provider knows, in order of time: what it answers when it is asked. */
  readonly truth: readonly TimedWord[];
  /** What it tells by itself, in the order it is told. */
  readonly told: readonly TimedWord[];
  readonly arrivesAfterMs: number | 'never';
}

const FAILURES: readonly [FailureKind, ...FailureKind[]] = [
  'route-refused',
  'route-refused',
  'route-refused',
  'unavailable',
  'unavailable',
  'ambiguous',
  'misconfigured',
  'opted-out',
  'fraud-blocked',
  'invalid-recipient',
];

/** @param arrivals shares of its copies that may arrive */
export function drawManner(dice: Dice, arrivals: readonly [number, ...number[]]): DeliveryManner {
  const share = (most: number) => (dice.chance(0.5) ? 0 : dice.between(0, most));
  const arriving = dice.pick(arrivals);
  return {
    arriving,
    failing: (1 - arriving) * dice.pick([0, 0.5, 1]),
    medianMs: dice.magnitude(200, 20_000),
    lost: dice.pick([0, 0, 0.3, 0.3, 1]),
    late: share(0.5),
    doubled: share(0.5),
    reordered: share(0.5),
    lying: share(0.6),
  };
}

export function drawFate(manner: DeliveryManner, dice: Dice): CopyFate {
  const sentAfterMs = dice.latency(manner.medianMs / 5);
  const endsAfterMs = sentAfterMs + dice.latency(manner.medianMs);
  const luck = dice.random();
  const end =
    luck < manner.arriving ? 'arrives' : luck < manner.arriving + manner.failing ? 'fails' : 'vanishes';
  const sent: TimedWord = { afterMs: sentAfterMs, status: { status: 'sent' } };
  const last: TimedWord = { afterMs: endsAfterMs, status: wordFor(end, dice) };
  const truth = end === 'vanishes' ? [sent] : [sent, last];
  return {
    truth,
    told: toldOf(truth, manner, dice),
    arrivesAfterMs: end === 'arrives' ? endsAfterMs : 'never',
  };
}

function wordFor(end: 'arrives' | 'fails' | 'vanishes', dice: Dice): ReceiptStatus {
  if (end === 'arrives') return { status: 'delivered' };
  return { status: dice.pick(['undelivered', 'failed']), kind: dice.pick(FAILURES), code: 'simulated' };
}

function toldOf(truth: readonly TimedWord[], manner: DeliveryManner, dice: Dice): readonly TimedWord[] {
  const told = truth.flatMap((word): TimedWord[] => {
    if (dice.chance(manner.lost)) return [];
    const status = dice.chance(manner.lying) ? oppositeOf(word.status, dice) : word.status;
    const afterMs = word.afterMs + (dice.chance(manner.late) ? dice.magnitude(100, 120_000) : 0);
    const once = { afterMs, status };
    return dice.chance(manner.doubled)
      ? [once, { afterMs: afterMs + dice.magnitude(1, 5000), status }]
      : [once];
  });
  const [first, second, ...rest] = told;
  if (first === undefined || second === undefined || !dice.chance(manner.reordered)) return told;
  return [{ ...first, afterMs: second.afterMs }, { ...second, afterMs: first.afterMs }, ...rest];
}

function oppositeOf(status: ReceiptStatus, dice: Dice): ReceiptStatus {
  return wordFor(status.status === 'delivered' ? 'fails' : 'arrives', dice);
}
