import { getEventListeners } from 'node:events';
import { assert, beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { Contest } from './contest.js';
import { type Candidate, Route } from './router.js';
import { type Turn, Turns } from './turns.js';
import { UndeliverableError } from './undeliverable.error.js';

type Answer = 'accept' | FailureKind;

const HEDGE_MS = 1000;
const MISSING_MS = 3000;
const DEADLINE_MS = 10_000;
const NEVER_MS = 60_000;
const REASON = 'another-than-last-time';
const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

let clock: ManualClock;
let caller: AbortController;
let hedgeBudget: Budget;
/** Why each attempt was given up, by the provider's name. */
let reasons: string[];

beforeEach(() => {
  clock = new ManualClock();
  clock.advance(100);
  caller = new AbortController();
  hedgeBudget = new Budget({ capacity: 2, perCall: 0 });
  reasons = [];
});

/** Answers after `afterMs`, or says `atLast` when it is given up. */
const candidate = (name: string, answer: Answer, afterMs = 0, atLast: Answer = 'ambiguous'): Candidate => ({
  name,
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: {
    ...USUAL_PACE,
    hedgeDelayMs: () => HEDGE_MS,
    isMissing: (_, silentMs) => silentMs >= MISSING_MS,
  },
  isAvailable: () => true,
  retryAfterMs: () => 0,
  send: (_, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<Acceptance>();
    const say = (what: Answer) =>
      what === 'accept'
        ? resolve({ providerMessageId: `${name}-1` })
        : reject(new ProviderError({ kind: what, provider: name, code: 'X1' }));
    const cancel = clock.schedule(afterMs, () => say(answer));
    signal.addEventListener('abort', () => {
      cancel();
      reasons.push(`${name}: ${signal.reason.name}`);
      say(atLast);
    });
    return promise;
  },
});

const contestOf = (...candidates: Candidate[]) => {
  const retryBudget = new Budget({ capacity: 1, perCall: 0 });
  const deadline = new Deadline(clock, DEADLINE_MS);
  const waiting = new Bulkhead({ maxConcurrent: 100, maxQueued: 0 });
  const { signal } = caller;
  const tools = { deadline, signal, clock, random: () => 0.5, retryBudget, hedgeBudget, waiting };
  const turns = new Turns(candidates, 'GB', tools);
  const contest = new Contest(message, new Route(candidates, REASON), turns, tools);
  const begin = (turn: Turn | undefined) => {
    assert(turn !== undefined, 'somebody has a turn');
    contest.start(turn);
  };
  const hedge = () => {
    hedgeBudget.trySpend();
    begin(turns.nextBeside());
  };
  /** The next to end, `ms` from now. */
  const finishAfter = async (ms: number) => {
    const finish = contest.nextFinish();
    await clock.advanceAsync(ms);
    return finish;
  };
  const winAfter = async (ms: number) => {
    const finish = await finishAfter(ms);
    assert(finish !== 'silence' && finish.outcome === 'accepted', 'somebody accepts');
    return contest.settleWon(finish);
  };
  const lose = async () => {
    const error: unknown = await contest.settleLost().catch((thrown: unknown) => thrown);
    assert(error instanceof UndeliverableError, 'it is undeliverable');
    return error;
  };
  return { contest, start: () => begin(turns.next()), hedge, finishAfter, winAfter, lose };
};
/** Timers of the clock, and listeners on the caller's signal. */
const leftovers = () => [clock.pending, getEventListeners(caller.signal, 'abort').length];
const deaf = (name: string): Candidate => ({
  ...candidate(name, 'accept'),
  send: () => new Promise(() => {}),
});

describe('Contest', () => {
  it('leaves nothing of an attempt behind once that has ended', async () => {
    const { start, finishAfter } = contestOf(candidate('a', 'unavailable'));
    start();
    await finishAfter(0);
    expect(leftovers()).toEqual([0, 0]);
  });

  it('leaves nothing behind when it ends with attempts under way', () => {
    const { contest, start } = contestOf(deaf('a'), deaf('b'));
    start();
    start();
    expect(leftovers()).toEqual([2, 2]);
    contest[Symbol.dispose]();
    expect(leftovers()).toEqual([0, 0]);
  });

  it('holds it against the last provider that it was silent until the deadline', async () => {
    const { start, finishAfter } = contestOf(candidate('a', 'accept', NEVER_MS));
    start();
    await finishAfter(DEADLINE_MS);
    expect(reasons).toEqual(['a: TimeIsUpError']);
  });

  it('holds it against those outpaced only where their silence called for company', async () => {
    const slow = [candidate('a', 'accept', NEVER_MS), candidate('b', 'accept', NEVER_MS)];
    const { start, winAfter } = contestOf(...slow, candidate('c', 'accept'));
    start();
    clock.advance(1);
    start();
    clock.advance(HEDGE_MS - 1);
    start();
    await winAfter(0);
    expect(reasons).toEqual(['a: OutpacedError', 'b: NoLongerWantedError']);
  });

  it('tells of a failure only those that ended before it was decided, and of every attempt', async () => {
    const others = [candidate('a', 'accept', NEVER_MS), candidate('b', 'accept', NEVER_MS)];
    const { start, finishAfter, lose } = contestOf(...others, candidate('c', 'opted-out'));
    for (let started = 0; started < 3; started += 1) start();
    await finishAfter(0);
    const error = await lose();
    expect(error.errors.map(({ provider, kind }) => [provider, kind])).toEqual([['c', 'opted-out']]);
    expect(error.attempts.map(({ provider, outcome }) => [provider, outcome])).toEqual([
      ['c', 'opted-out'],
      ['a', 'outpaced'],
      ['b', 'outpaced'],
    ]);
    const route = ['a', 'b', 'c'];
    expect(error).toMatchObject({ maybeSent: true, messageId: 'id', route, routeReason: REASON });
  });

  it('is won by one that had accepted already when another is refused', async () => {
    const silent = candidate('a', 'accept', NEVER_MS, 'accept');
    const { contest, start, hedge, finishAfter } = contestOf(silent, candidate('b', 'opted-out'));
    start();
    hedge();
    await finishAfter(0);
    const attempts = [
      { provider: 'b', outcome: 'opted-out' },
      { provider: 'a', outcome: 'accepted' },
    ];
    await expect(contest.settleLost()).resolves.toMatchObject({
      status: 'accepted',
      provider: 'a',
      attempts,
    });
    expect(hedgeBudget.tokens).toBe(1);
  });

  it('is lost for want of time, and nothing was sent, when that was over before anybody was asked', async () => {
    const { lose } = contestOf(candidate('a', 'accept'));
    clock.advance(DEADLINE_MS);
    const error = await lose();
    expect(error).toMatchObject({ kind: 'overloaded', maybeSent: false, errors: [], attempts: [] });
    expect(error.retryAfterMs).toBeGreaterThan(0);
  });
});

describe('the budget for company', () => {
  it('is given back for a provider whose acceptance is missing when it is given up', async () => {
    const { start, hedge, winAfter } = contestOf(
      candidate('a', 'accept', NEVER_MS, 'accept'),
      candidate('b', 'accept'),
    );
    start();
    clock.advance(MISSING_MS);
    hedge();
    await winAfter(0);
    expect(hedgeBudget.tokens).toBe(2);
  });

  it('stays spent where the slow one accepts, however late', async () => {
    const { start, hedge, finishAfter, winAfter } = contestOf(
      candidate('a', 'accept', MISSING_MS),
      candidate('b', 'unavailable'),
    );
    start();
    hedge();
    await finishAfter(0);
    await winAfter(MISSING_MS);
    expect(hedgeBudget.tokens).toBe(1);
  });

  it('stays spent where only the company itself was missing', async () => {
    const { start, hedge, finishAfter } = contestOf(
      candidate('a', 'accept', NEVER_MS),
      candidate('b', 'unavailable', MISSING_MS),
    );
    start();
    hedge();
    await finishAfter(MISSING_MS);
    expect(hedgeBudget.tokens).toBe(1);
  });
});
