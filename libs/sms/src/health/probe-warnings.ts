import type { ProbeReport, ProbeWarning } from '../providers/probe-report.js';

/** What is known of an account after a report, and what that changed. */
export interface WarningChange {
  readonly known: readonly ProbeWarning[];
  readonly raised: readonly ProbeWarning[];
  readonly gone: readonly ProbeWarning[];
}

/**
 * Takes a report into account.
 *
 * Only a `ready` one takes a warning back: any other may have seen no more than the first thing that was wrong.
 */
export function warningsAfter(
  known: readonly ProbeWarning[],
  { verdict, warnings }: ProbeReport,
): WarningChange {
  const unseen = known.filter(({ kind }) => !has(warnings, kind));
  return {
    known: verdict === 'ready' ? warnings : [...unseen, ...warnings],
    raised: warnings.filter(({ kind }) => !has(known, kind)),
    gone: verdict === 'ready' ? unseen : [],
  };
}

function has(warnings: readonly ProbeWarning[], kind: ProbeWarning['kind']): boolean {
  return warnings.some((warning) => warning.kind === kind);
}
