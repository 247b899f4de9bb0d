import { attemptsOf } from './invariants/send-invariants.js';
import type { SendEnd, SimulatedSend } from './simulated-send.js';
import type { Tally } from './tally.js';

/** Adds the end of a send, and what led to it, to a tally. */
export function countEnd(tally: Tally, { calls }: SimulatedSend, end: SendEnd): void {
  tally.count(`end ${outcomeOf(end)}`);
  for (const { reason } of attemptsOf(end)) if (reason !== 'first-choice') tally.count(`attempt ${reason}`);
  if (calls.filter(({ custody }) => custody === 'taken').length > 1) tally.count('taken by two');
}

/** The end of a send with its attempts, for a trace. */
export function tellEnd(end: SendEnd): string {
  const attempts = attemptsOf(end).map(({ provider, reason, outcome }) => `${provider} ${reason} ${outcome}`);
  return `${outcomeOf(end)} [${attempts.join(', ')}]`;
}

function outcomeOf(end: SendEnd): string {
  if (end.name === 'resolved') return end.sent.status;
  if (!(end.error instanceof Error)) return 'nothing';
  return 'kind' in end.error && typeof end.error.kind === 'string' ? end.error.kind : end.error.name;
}
