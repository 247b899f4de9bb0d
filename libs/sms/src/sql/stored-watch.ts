import type { OutcomeReport, RecordedOutcome } from '../ledger/recorded-outcome.js';
import { type ResendCause, WATCH_OFF, type Watch, type WatchEnd } from '../ledger/watch.js';
import type { CodeOutcome } from '../message/code-outcome.js';
import { parseJson } from '../providers/json-object.js';
import { fieldOf, keyIn, numberIn, textIn, type Words } from './json-fields.js';

const CAUSES: Words<ResendCause> = { failed: true, silent: true };
const ENDS: Words<WatchEnd> = {
  resent: true,
  undeliverable: true,
  lost: true,
  refused: true,
  replaced: true,
  'nobody-left': true,
  'no-budget': true,
  'too-late': true,
  'switched-off': true,
};
const OUTCOMES: Words<CodeOutcome> = { verified: true, expired: true };

/** A watch as a column holds it; nothing where it is off, as of nearly all messages. */
export function watchColumnOf(watch: Watch): string | null {
  return watch.state === 'off' ? null : JSON.stringify(watch);
}

/**
 * Reads a watch from its column. One that this release does not know is spent: a code had better not be sent once more
 * than twice.
 */
export function watchIn(column: string | null): Watch {
  if (column === null) return WATCH_OFF;
  const value = parseJson(column);
  const [state, cause] = [textIn(value, 'state'), keyIn(CAUSES, textIn(value, 'cause'))];
  const [since, settleBy] = [numberIn(value, 'since'), numberIn(value, 'settleBy')];
  if (state === 'armed') return { state, silentAt: numberIn(value, 'silentAt') };
  if (state === 'resending' && cause !== undefined && since !== undefined && settleBy !== undefined)
    return { state, cause, since, settleBy };
  return { state: 'spent', why: keyIn(ENDS, textIn(value, 'why')) ?? 'lost' };
}

/** Reads the outcome of a code from its column; `undefined` where there is none that this release knows. */
export function outcomeIn(column: string | null): RecordedOutcome | undefined {
  const value = column === null ? undefined : parseJson(column);
  const outcome = keyIn(OUTCOMES, textIn(value, 'outcome'));
  const at = numberIn(value, 'at');
  if (outcome === undefined || at === undefined) return undefined;
  return { outcome, at, report: reportIn(fieldOf(value, 'report')) };
}

function reportIn(value: unknown): OutcomeReport {
  const state = textIn(value, 'state');
  const [at, tries] = [numberIn(value, 'at'), numberIn(value, 'tries')];
  if (state === 'due' && at !== undefined && tries !== undefined) return { state, at, tries };
  return state === 'made' || state === 'given-up' ? { state } : { state: 'none' };
}
