import type { CodeFate, ReplayCount, ReplayResult } from '@standby/sms';

const LABELS: Readonly<Record<CodeFate, string>> = {
  verified: 'good: verified',
  unverified: 'bad: never verified',
  unknown: 'not sent then',
};
const OUTCOMES = ['verified', 'unverified', 'unknown'] as const satisfies CodeFate[];

/** What a replay found, as a text for a terminal. */
export function reportOf({ requests, objections, costMicros }: ReplayResult): string {
  const rows = [
    ['', 'requests', 'admitted', 'checked', 'refused', 'refused %'],
    ...OUTCOMES.map((outcome) => rowOf(LABELS[outcome], requests[outcome])),
  ];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const objected = [...objections]
    .toSorted(([, a], [, b]) => b - a)
    .map(([rule, count]) => `  ${rule}: ${whole(count)}`);
  return [
    ...table,
    '',
    `What would have been sent would have cost ${(costMicros / 1_000_000).toFixed(2)} USD.`,
    objected.length === 0 ? 'No rule objected to anything.' : 'Rules that objected, and how often:',
    ...objected,
  ].join('\n');
}

function rowOf(label: string, { admitted, checked, refused }: ReplayCount): string[] {
  const total = admitted + checked + refused;
  const share = total === 0 ? '–' : ((100 * refused) / total).toFixed(2);
  return [label, ...[total, admitted, checked, refused].map(whole), share];
}

function whole(count: number): string {
  return count.toLocaleString('en');
}
