import { beforeEach, describe, expect, it } from 'vitest';
import { normalise, type Purpose } from '../message/outbound-message.js';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { failover } from './failover.js';
import { type Candidate, Route } from './router.js';

type Answer =
  | { readonly after: number; readonly accepts: true }
  | { readonly after: number; readonly kind: FailureKind; readonly retryAfterMs?: number }
  /** Silent until it is given up, and then fails so. */
  | { readonly silent: FailureKind };

const DEADLINE_MS = 10_000;
const ACCEPTS: Answer = { after: 50, accepts: true };
const SILENT: Answer = { silent: 'ambiguous' };
const asksForPause = (retryAfterMs: number, after = 0): Answer => ({
  after,
  kind: 'throttled',
  retryAfterMs,
});

let clock: ManualClock;
let retryBudget: Budget;
let hedgeBudget: Budget;
/** Who was asked, and when. */
let asked: string[];

beforeEach(() => {
  clock = new ManualClock();
  retryBudget = new Budget({ capacity: 1, perCall: 0 });
  hedgeBudget = new Budget({ capacity: 2, perCall: 0 });
  asked = [];
});

/** Gives its answers one after the other, the last of them for ever; its breaker lets nothing through for `openForMs`. */
const candidate = (name: string, answers: readonly Answer[], openForMs = () => 0): Candidate => {
  const left = [...answers];
  const retryAfterMs = () => Math.max(0, openForMs() - clock.elapsedMs());
  return {
    name,
    retry: { maxAttempts: 3, baseMs: 1000, maxMs: 8000 },
    latency: { ...USUAL_PACE, hedgeDelayMs: () => 700 },
    isAvailable: () => retryAfterMs() === 0,
    retryAfterMs,
    send: (_, signal) => {
      asked.push(`${name} at ${clock.elapsedMs()}`);
      const answer = (left.length > 1 ? left.shift() : left[0]) ?? SILENT;
      const { promise, resolve, reject } = Promise.withResolvers<Acceptance>();
      const fail = (kind: FailureKind, facts: { retryAfterMs?: number } = {}) =>
        reject(new ProviderError({ kind, provider: name, code: 'X1', ...facts }));
      const say = () => {
        if ('accepts' in answer) resolve({ providerMessageId: `${name}-1` });
        else if ('kind' in answer) fail(answer.kind, answer);
      };
      const cancel = 'after' in answer ? clock.schedule(answer.after, say) : () => {};
      signal.addEventListener('abort', () => {
        cancel();
        fail('silent' in answer ? answer.silent : 'ambiguous');
      });
      return promise;
    },
  };
};
/** When a breaker lets calls through that opens anew, and for long, in the meantime. */
const opensAnew = () => (clock.elapsedMs() < 1500 ? 2000 : 60_000);
const hand = async (
  candidates: Candidate[],
  purpose: Purpose = 'one-time-code',
  { signal } = new AbortController(),
) => {
  const message = normalise({ to: '+447400123456', text: 'Hello', purpose }, 'id');
  const deadline = new Deadline(clock, DEADLINE_MS);
  const waiting = new Bulkhead({ maxConcurrent: 100, maxQueued: 0 });
  const tools = { deadline, signal, clock, random: () => 0.5, retryBudget, hedgeBudget, waiting };
  const handing = failover(message, new Route(candidates, 'configured-order'), tools);
  handing.catch(() => {});
  await clock.advanceAsync(DEADLINE_MS + 1);
  return handing;
};

describe('failover to a provider that asked for a pause', () => {
  it('asks it beside the last one, as soon as both its pause is over and that one has been silent for too long', async () => {
    const pausing = candidate('a', [asksForPause(1000), ACCEPTS]);
    const handover = await hand([pausing, candidate('b', [SILENT])]);
    expect(handover).toMatchObject({ status: 'accepted', provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'a at 1000']);
    expect(handover.attempts.map(({ provider, reason }) => `${provider} ${reason}`)).toEqual([
      'a first-choice',
      'a hedge',
      'b after-failure',
    ]);
    expect([retryBudget.tokens, hedgeBudget.tokens]).toEqual([0, 1]);
  });

  it('takes the last one where that accepts first', async () => {
    const slow: Answer = { after: 1020, accepts: true };
    const handing = hand([candidate('a', [asksForPause(1000), ACCEPTS]), candidate('b', [slow])]);
    await expect(handing).resolves.toMatchObject({ provider: 'b' });
  });

  it('asks it after the time of an attempt where nothing may be started beside another', async () => {
    hedgeBudget = new Budget({ capacity: 0, perCall: 0 });
    const handing = hand([candidate('a', [asksForPause(1000), ACCEPTS]), candidate('b', [SILENT])]);
    await expect(handing).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'a at 4000']);
  });

  it('gives the last one the time until the end of a longer pause', async () => {
    hedgeBudget = new Budget({ capacity: 0, perCall: 0 });
    const handing = hand([candidate('a', [asksForPause(6000), ACCEPTS]), candidate('b', [SILENT])]);
    await expect(handing).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'a at 6000']);
  });

  it('gives the last one all the time where the budget lets nobody be asked again', async () => {
    retryBudget.trySpend();
    const handing = hand([candidate('a', [asksForPause(1000), ACCEPTS]), candidate('b', [SILENT])]);
    await expect(handing).rejects.toMatchObject({
      attempts: [{ provider: 'a' }, { provider: 'b', tookMs: DEADLINE_MS }],
    });
    expect(hedgeBudget.tokens).toBe(2);
  });

  it('gives back what it took from the budget for one whose caller gives up during the pause', async () => {
    const caller = new AbortController();
    clock.schedule(500, () => caller.abort());
    const handing = hand([candidate('a', [asksForPause(1000), ACCEPTS])], 'one-time-code', caller);
    await expect(handing).rejects.toMatchObject({ kind: 'throttled' });
    expect(asked).toEqual(['a at 0']);
    expect(retryBudget.tokens).toBe(1);
  });

  it('never sends a notification beside another, and asks it once that one was given up', async () => {
    const candidates = [
      candidate('a', [asksForPause(1000), ACCEPTS]),
      candidate('b', [{ silent: 'unavailable' }]),
    ];
    await expect(hand(candidates, 'notification')).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 0', 'a at 4000']);
  });

  it('gives up the company of a silent one that asks for a pause afterwards, in time for it', async () => {
    hedgeBudget = new Budget({ capacity: 1, perCall: 0 });
    const handing = hand([candidate('a', [asksForPause(500, 1500), ACCEPTS]), candidate('b', [SILENT])]);
    await expect(handing).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['a at 0', 'b at 700', 'a at 4700']);
  });
});

describe('failover to a provider whose breaker is open', () => {
  it('asks it beside the last one once its breaker lets calls through, out of no retry budget', async () => {
    const handing = hand([candidate('a', [ACCEPTS], () => 2000), candidate('b', [SILENT])]);
    await expect(handing).resolves.toMatchObject({ provider: 'a' });
    expect(asked).toEqual(['b at 0', 'a at 2000']);
    expect(retryBudget.tokens).toBe(1);
  });

  it('gives the last one all the time once that breaker is open for longer than the send may last', async () => {
    const slow: Answer = { after: 6000, accepts: true };
    const handing = hand([candidate('a', [ACCEPTS], opensAnew), candidate('b', [slow])]);
    await expect(handing).resolves.toMatchObject({ provider: 'b' });
    expect(asked).toEqual(['b at 0']);
  });
});
