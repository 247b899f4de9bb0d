import { either, type Guard, isNumber, isText, listOf, oneOf, parseAs, shape } from '../json-guards.js';
import type { ProbeReport, ProbeWarning } from '../providers/probe-report.js';

/** What one instance was told by a provider, for the others. */
export interface ToldReport extends ProbeReport {
  /** When, in wall-clock ms since the epoch. */
  readonly at: number;
}

type WarningOf<Kind extends ProbeWarning['kind']> = Extract<ProbeWarning, { kind: Kind }>;
/** Kinds of warnings that say no more than their name. */
type PlainKind = Exclude<ProbeWarning['kind'], 'spend-limit' | 'low-balance'>;

/** A kind added to the warnings does not compile until it is here. */
const PLAIN_KINDS: Readonly<Record<PlainKind, true>> = {
  sandbox: true,
  'account-suspended': true,
  'account-closed': true,
  'trial-account': true,
  'bad-credentials': true,
};

function isPlainKind(value: unknown): value is PlainKind {
  return typeof value === 'string' && Object.hasOwn(PLAIN_KINDS, value);
}

const isWarning: Guard<ProbeWarning> = either(
  shape<{ readonly kind: PlainKind }>({ kind: isPlainKind }),
  either(
    shape<WarningOf<'spend-limit'>>({ kind: oneOf('spend-limit'), limitUsd: isNumber }),
    shape<WarningOf<'low-balance'>>({ kind: oneOf('low-balance'), balance: isNumber, currency: isText }),
  ),
);

const REPORT = { verdict: oneOf('ready', 'down', 'inconclusive'), warnings: listOf(isWarning) };

/** Whether a value is a report: a provider of the host application's own may resolve with anything. */
export const isProbeReport = shape<ProbeReport>(REPORT);

const isToldReport = shape<ToldReport>({ at: isNumber, ...REPORT });

/** Reads a report from JSON; `undefined` when it is none, as when another release of this library wrote it. */
export function parseToldReport(json: string): ToldReport | undefined {
  return parseAs(json, isToldReport);
}
