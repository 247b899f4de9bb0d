import { assert, beforeEach, describe, expect, it } from 'vitest';
import { normalise, type Purpose } from '../message/outbound-message.js';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { failover } from './failover.js';
import { type Candidate, Route } from './router.js';
import { UndeliverableError } from './undeliverable.error.js';

type Answer = 'accept' | 'hang' | FailureKind | { kind: FailureKind; retryAfterMs: number };

const DEADLINE_MS = 10_000;
let clock: ManualClock;
let retryBudget: Budget;
/** Who was asked, and when. */
let asked: string[];
/** Why each silent provider was given up, by name. */
let reasons: string[];

beforeEach(() => {
  clock = new ManualClock();
  retryBudget = new Budget({ capacity: 10, perCall: 0 });
  asked = [];
  reasons = [];
});

/** Gives its answers one after the other, the last of them for ever. */
const candidate = (name: string, ...answers: [Answer, ...Answer[]]): Candidate => ({
  name,
  retry: { maxAttempts: 3, baseMs: 1000, maxMs: 8000 },
  latency: { ...USUAL_PACE, hedgeDelayMs: () => 30_000 },
  isAvailable: () => true,
  retryAfterMs: () => 0,
  send: async (_, signal) => {
    asked.push(`${name} at ${clock.elapsedMs()}`);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === 'accept' || answer === undefined) return { providerMessageId: `${name}-1` };
    if (answer === 'hang') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      reasons.push(`${name}: ${signal.reason.name}`);
    }
    const failure = answer === 'hang' ? 'ambiguous' : answer;
    const facts = typeof failure === 'string' ? { kind: failure } : failure;
    throw new ProviderError({ provider: name, code: 'X1', ...facts });
  },
});
const hand = (
  candidates: Candidate[],
  purpose: Purpose = 'one-time-code',
  signal = new AbortController().signal,
) => {
  const message = normalise({ to: '+447400123456', text: 'Hello', purpose }, 'id');
  const deadline = new Deadline(clock, DEADLINE_MS);
  const hedgeBudget = new Budget({ capacity: 10, perCall: 0 });
  const waiting = new Bulkhead({ maxConcurrent: 100, maxQueued: 0 });
  const tools = { deadline, signal, clock, random: () => 0.5, retryBudget, hedgeBudget, waiting };
  return failover(message, new Route(candidates, 'configured-order'), tools);
};
const rejectionOf = async (handing: Promise<unknown>) => {
  const outcome = await handing.catch((error: unknown) => error);
  assert(outcome instanceof UndeliverableError, 'it is undeliverable');
  return outcome;
};
/** Lets the time of the whole send go by. */
const toTheEnd = async <T>(handing: Promise<T>) => {
  handing.catch(() => {});
  await clock.advanceAsync(DEADLINE_MS + 1);
  return handing;
};

describe('failover', () => {
  it('asks nobody else once the first accepts', async () => {
    await expect(hand([candidate('a', 'accept'), candidate('b', 'accept')])).resolves.toEqual({
      status: 'accepted',
      provider: 'a',
      providerMessageId: 'a-1',
      attempts: [
        {
          provider: 'a',
          reason: 'first-choice',
          tookMs: 0,
          outcome: 'accepted',
          maybeSent: true,
          providerMessageId: 'a-1',
        },
      ],
    });
    expect(asked).toEqual(['a at 0']);
  });

  it.each<FailureKind>(['route-refused', 'misconfigured', 'throttled', 'unavailable', 'ambiguous'])(
    'asks the next provider at once after %s',
    async (kind) => {
      const handover = await hand([candidate('a', kind), candidate('b', 'accept')]);
      expect(handover).toMatchObject({ status: 'accepted', provider: 'b' });
      expect(handover.attempts.map(({ outcome }) => outcome)).toEqual([kind, 'accepted']);
      expect(asked).toEqual(['a at 0', 'b at 0']);
    },
  );

  it.each<FailureKind>(['invalid-recipient', 'opted-out', 'fraud-blocked', 'invalid-request'])(
    'asks nobody else after %s',
    async (kind) => {
      const error = await rejectionOf(hand([candidate('a', kind), candidate('b', 'accept')]));
      expect(error).toMatchObject({ kind, maybeSent: false });
      expect(asked).toEqual(['a at 0']);
    },
  );

  it('asks nobody again who wanted a pause once somebody refuses the recipient', async () => {
    const error = await rejectionOf(hand([candidate('a', 'unavailable'), candidate('b', 'opted-out')]));
    expect(error.kind).toBe('opted-out');
    expect(asked).toEqual(['a at 0', 'b at 0']);
  });

  it('sends a notification that may be out to nobody else', async () => {
    const handover = await hand([candidate('a', 'ambiguous'), candidate('b', 'accept')], 'notification');
    expect(handover).toMatchObject({ status: 'unknown', provider: 'a' });
    expect(asked).toEqual(['a at 0']);
  });

  it('sends a notification that is certainly not out to the next provider', async () => {
    const handover = await hand([candidate('a', 'unavailable'), candidate('b', 'accept')], 'notification');
    expect(handover).toMatchObject({ status: 'accepted', provider: 'b' });
  });

  it('never asks the same provider again for a text that may be out', async () => {
    const error = await rejectionOf(
      toTheEnd(hand([candidate('a', 'ambiguous'), candidate('b', 'ambiguous')])),
    );
    expect(error).toMatchObject({ kind: 'ambiguous', maybeSent: true });
    expect(asked).toEqual(['a at 0', 'b at 0']);
  });

  it('asks again, with growing waits, once nobody else is left', async () => {
    const handing = hand([
      candidate('a', 'unavailable', 'unavailable', 'accept'),
      candidate('b', 'misconfigured'),
    ]);
    await expect(toTheEnd(handing)).resolves.toMatchObject({ status: 'accepted', provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'a at 500', 'a at 1500']);
  });

  it('makes no more attempts than a provider is allowed', async () => {
    const error = await rejectionOf(toTheEnd(hand([candidate('a', 'unavailable')])));
    expect(asked).toEqual(['a at 0', 'a at 500', 'a at 1500']);
    expect(error.errors).toHaveLength(3);
    expect(error.attempts).toHaveLength(3);
  });

  it('asks each throttling provider again after the pause it asked for, counted from its answer', async () => {
    const a = candidate('a', { kind: 'throttled', retryAfterMs: 3000 }, 'accept');
    const b = candidate('b', { kind: 'throttled', retryAfterMs: 2000 }, 'ambiguous');
    await expect(toTheEnd(hand([a, b]))).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'b at 2000', 'a at 3000']);
  });

  it('does not wait for what lies beyond the deadline', async () => {
    const error = await rejectionOf(hand([candidate('a', { kind: 'throttled', retryAfterMs: DEADLINE_MS })]));
    expect(error).toMatchObject({ kind: 'throttled', retryAfterMs: DEADLINE_MS });
    expect(asked).toEqual(['a at 0']);
  });

  it('asks the next provider when an attempt takes too long', async () => {
    const handing = hand([candidate('a', 'hang'), candidate('b', 'accept')]);
    await expect(toTheEnd(handing)).resolves.toMatchObject({ provider: 'b' });
    expect(asked).toEqual(['a at 0', 'b at 4000']);
  });

  it('gives the last provider all the time that is left, and keeps what it learnt', async () => {
    const error = await rejectionOf(
      toTheEnd(hand([candidate('a', 'misconfigured'), candidate('b', 'hang')])),
    );
    expect(error.attempts.map(({ provider, tookMs }) => [provider, tookMs])).toEqual([
      ['a', 0],
      ['b', DEADLINE_MS],
    ]);
  });

  it('holds silence against a provider only where it had the time that is its due', async () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => candidate(name, 'hang'));
    await rejectionOf(toTheEnd(hand(four)));
    expect(reasons).toEqual(['a: TimeIsUpError', 'b: TimeIsUpError', 'c: NoLongerWantedError']);
  });

  it('asks nobody again once the budget for that is spent', async () => {
    while (retryBudget.trySpend());
    await rejectionOf(toTheEnd(hand([candidate('a', 'unavailable')])));
    expect(asked).toEqual(['a at 0']);
  });

  it('ends its wait when the caller gives up', async () => {
    const caller = new AbortController();
    const handing = hand([candidate('a', 'unavailable')], 'one-time-code', caller.signal);
    await clock.advanceAsync(100);
    caller.abort();
    expect((await rejectionOf(handing)).errors).toHaveLength(1);
    expect(asked).toEqual(['a at 0']);
  });

  it('asks nobody for a caller that has given up, and rejects with the reason of that', async () => {
    const given = new Error('gone');
    const handing = hand([candidate('a', 'accept')], 'one-time-code', AbortSignal.abort(given));
    await expect(handing).rejects.toBe(given);
    expect(asked).toEqual([]);
  });
});
