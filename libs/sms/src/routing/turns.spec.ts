import { beforeEach, describe, expect, it } from 'vitest';
import type { FailureKind } from '../providers/handling.js';
import { circuitOpen, ProviderError } from '../providers/provider-error.js';
import { Budget } from '../resilience/budget.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import type { Candidate } from './router.js';
import { type Turn, Turns } from './turns.js';

let clock: ManualClock;
let deadline: Deadline;
let retryBudget: Budget;

beforeEach(() => {
  clock = new ManualClock();
  clock.advance(100);
  deadline = new Deadline(clock, 10_000);
  retryBudget = new Budget({ capacity: 10, perCall: 0 });
});

/** Available for every country but the one that is refused. */
const candidate = (name: string, refused = 'nowhere', retryAfterMs = 2000): Candidate => ({
  name,
  retry: { maxAttempts: 3, baseMs: 1000, maxMs: 8000 },
  latency: USUAL_PACE,
  isAvailable: (country) => country !== refused,
  retryAfterMs: (country) => (country === refused ? retryAfterMs : 0),
  send: () => Promise.reject(new Error('A turn sends nothing.')),
});
const turnsOf = (...candidates: Candidate[]) =>
  new Turns(candidates, 'GB', { deadline, clock, random: () => 0.5, retryBudget });
const said = (turn: Turn | undefined) =>
  turn && [turn.candidate.name, turn.reason, turn.attemptsMade, turn.notBefore];
const failure = (kind: FailureKind, retryAfterMs?: number) =>
  new ProviderError({ kind, provider: 'a', code: 'X1', ...(retryAfterMs !== undefined && { retryAfterMs }) });
/** The turn a provider gets after its first attempt failed so. */
const again = (error: ProviderError, attemptsMade = 0) => {
  const turns = turnsOf();
  turns.putBack({ candidate: candidate('a'), reason: 'again', attemptsMade, notBefore: 0 }, error);
  return said(turns.next());
};
const asked = (provider: Candidate): Turn => ({
  candidate: provider,
  reason: 'first-choice',
  attemptsMade: 0,
  notBefore: 0,
});
const namesOf = (candidates: readonly Candidate[]) => candidates.map(({ name }) => name);

describe('Turns', () => {
  it('come to every provider once, in order, and at once', () => {
    const turns = turnsOf(candidate('a'), candidate('b'));
    expect(said(turns.next())).toEqual(['a', 'first-choice', 0, 100]);
    expect(said(turns.next())).toEqual(['b', 'after-failure', 0, 100]);
    expect(turns.next()).toBeUndefined();
  });

  it('know whether anybody has not been asked yet', () => {
    const turns = turnsOf(candidate('a'));
    expect(turns.isAnyFresh).toBe(true);
    turns.next();
    expect(turns.isAnyFresh).toBe(false);
  });
});

describe('a turn beside a silent provider', () => {
  it('goes to the next who would let a call for the country through', () => {
    const turns = turnsOf(candidate('a'), candidate('b', 'GB'), candidate('c'));
    turns.next();
    expect(turns.besideFromMs).toBe(100);
    expect(said(turns.nextBeside())).toEqual(['c', 'hedge', 0, 100]);
    expect(said(turns.next())).toEqual(['b', 'after-failure', 0, 100]);
  });

  it('goes to nobody where none would', () => {
    const turns = turnsOf(candidate('a', 'GB'), candidate('b', 'GB'));
    expect(turns.besideFromMs).toBeUndefined();
    expect(turns.nextBeside()).toBeUndefined();
    expect(said(turns.next())).toEqual(['a', 'first-choice', 0, 100]);
    expect(said(turns.next())).toEqual(['b', 'after-failure', 0, 100]);
  });
});

describe('a turn to ask again beside a silent provider', () => {
  it('comes once the pause is over, and costs one of the retry budget', () => {
    const turns = turnsOf();
    turns.putBack(asked(candidate('a')), failure('throttled', 700));
    expect(turns.besideFromMs).toBe(800);
    expect(turns.nextBeside()).toBeUndefined();
    clock.advance(699);
    expect(turns.nextBeside()).toBeUndefined();
    expect(retryBudget.tokens).toBe(10);
    clock.advance(1);
    expect(said(turns.nextBeside())).toEqual(['a', 'hedge', 1, 800]);
    expect(retryBudget.tokens).toBe(9);
  });

  it('never comes out of an empty budget', () => {
    const turns = turnsOf();
    turns.putBack(asked(candidate('a')), failure('throttled', 700));
    clock.advance(700);
    while (retryBudget.trySpend());
    expect(turns.besideFromMs).toBeUndefined();
    expect(turns.nextBeside()).toBeUndefined();
  });

  it('is put off, and paid back, while the breaker of that one lets nothing through', () => {
    const turns = turnsOf();
    turns.putBack(asked(candidate('a', 'GB', 1500)), failure('throttled', 700));
    clock.advance(700);
    expect(turns.nextBeside()).toBeUndefined();
    expect(retryBudget.tokens).toBe(10);
    expect(said(turns.next())).toEqual(['a', 'again', 1, 2300]);
  });
});

describe('a turn that is not used', () => {
  it('is paid back where it was to repeat an attempt, and else cost nothing', () => {
    const turns = turnsOf(candidate('a'));
    const first = turns.next();
    if (first === undefined) throw new Error('There is one provider.');
    turns.putBack(first, failure('throttled', 700));
    const second = turns.next();
    expect(retryBudget.tokens).toBe(9);
    turns.giveBack(first);
    expect(retryBudget.tokens).toBe(9);
    if (second !== undefined) turns.giveBack(second);
    expect(retryBudget.tokens).toBe(10);
  });
});

describe('passing over', () => {
  it('takes out who is not available for the country, until it is worth asking again', () => {
    const turns = turnsOf(candidate('a', 'GB', 3000), candidate('b'), candidate('c', 'GB', 2000));
    expect(namesOf(turns.takeOutRefused())).toEqual(['a', 'c']);
    expect(said(turns.next())).toEqual(['b', 'after-failure', 0, 100]);
    expect(said(turns.next())).toEqual(['c', 'again', 0, 2100]);
    expect(said(turns.next())).toEqual(['a', 'again', 0, 3100]);
    expect(turns.next()).toBeUndefined();
  });

  it.each([
    ['nobody is available', [candidate('a', 'GB'), candidate('b', 'GB')]],
    ['everybody is available', [candidate('a'), candidate('b')]],
  ])('leaves the order alone when %s', (_, candidates) => {
    const turns = turnsOf(...candidates);
    expect(turns.takeOutRefused()).toEqual([]);
    expect(said(turns.next())).toEqual(['a', 'first-choice', 0, 100]);
    expect(said(turns.next())).toEqual(['b', 'after-failure', 0, 100]);
    expect(turns.next()).toBeUndefined();
  });

  it('gives no other turn to who is not available before the deadline', () => {
    const turns = turnsOf(candidate('a', 'GB', 10_000), candidate('b'));
    turns.takeOutRefused();
    turns.next();
    expect(turns.next()).toBeUndefined();
  });

  it('does not ask at once who is busy with the one probe', () => {
    const turns = turnsOf(candidate('a', 'GB', 0), candidate('b'));
    turns.takeOutRefused();
    turns.next();
    expect(said(turns.next())).toEqual(['a', 'again', 0, 300]);
  });
});

describe('another turn for a provider that failed', () => {
  it('comes after the pause it asked for, or else after a backoff that grows', () => {
    expect(again(failure('throttled', 700))).toEqual(['a', 'again', 1, 800]);
    expect(again(failure('unavailable'))).toEqual(['a', 'again', 1, 600]);
    expect(again(failure('unavailable'), 1)).toEqual(['a', 'again', 2, 1100]);
    expect(again(failure('throttled', 0))).toEqual(['a', 'again', 1, 101]);
  });

  it.each<FailureKind>(['ambiguous', 'misconfigured', 'opted-out'])('never comes after %s', (kind) => {
    expect(again(failure(kind))).toBeUndefined();
  });

  it('never comes after the last attempt it is allowed', () => {
    expect(again(failure('unavailable'), 2)).toBeUndefined();
  });

  it('counts no attempt that a breaker refused, and comes when that lets calls through', () => {
    const refusing = candidate('a', 'GB', 1500);
    const turns = turnsOf();
    const turn: Turn = { candidate: refusing, reason: 'again', attemptsMade: 2, notBefore: 0 };
    turns.putBack(turn, circuitOpen('a'));
    expect(said(turns.next())).toEqual(['a', 'again', 2, 1600]);
  });

  it('never comes when the time left would be over', () => {
    expect(again(failure('throttled', 9999))).toEqual(['a', 'again', 1, 10_099]);
    expect(again(failure('throttled', 10_000))).toBeUndefined();
  });
});
