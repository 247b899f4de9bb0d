import { beforeEach, describe, expect, it } from 'vitest';
import { normalise, type Purpose } from '../message/outbound-message.js';
import type { FailureKind } from '../providers/handling.js';
import { OutpacedError } from '../providers/outpaced.error.js';
import { ProviderError } from '../providers/provider-error.js';
import type { Acceptance } from '../providers/sms-provider.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { failover } from './failover.js';
import { type Candidate, Route } from './router.js';

const HEDGE_MS = 1000;

let clock: ManualClock;
let hedgeBudget: Budget;
/** Who was asked, and when. */
let asked: string[];
/** Whose signal was aborted because another was faster. */
let outpaced: string[];

beforeEach(() => {
  clock = new ManualClock();
  hedgeBudget = new Budget({ capacity: 2, perCall: 0 });
  asked = [];
  outpaced = [];
});

/** Answers after `afterMs`, or when it is given up. */
const candidate = (
  name: string,
  afterMs: number,
  answer: 'accept' | FailureKind,
  isAvailable = true,
): Candidate => ({
  name,
  retry: { maxAttempts: 1, baseMs: 1, maxMs: 1 },
  latency: { ...USUAL_PACE, hedgeDelayMs: () => HEDGE_MS, isMissing: (_, silentMs) => silentMs >= 3000 },
  isAvailable: () => isAvailable,
  retryAfterMs: () => (isAvailable ? 0 : 5000),
  send: async (_, signal) => {
    asked.push(`${name} at ${clock.elapsedMs()}`);
    const { promise, resolve, reject } = Promise.withResolvers<Acceptance>();
    const fail = (kind: FailureKind) => reject(new ProviderError({ kind, provider: name, code: 'X1' }));
    const cancel = clock.schedule(afterMs, () =>
      answer === 'accept' ? resolve({ providerMessageId: `${name}-1` }) : fail(answer),
    );
    signal.addEventListener('abort', () => {
      cancel();
      if (signal.reason instanceof OutpacedError) outpaced.push(name);
      fail('ambiguous');
    });
    return promise;
  },
});
const hand = async (
  candidates: Candidate[],
  purpose: Purpose = 'one-time-code',
  signal = new AbortController().signal,
) => {
  const message = normalise({ to: '+447400123456', text: 'Hello', purpose }, 'id');
  const deadline = new Deadline(clock, 20_000);
  const retryBudget = new Budget({ capacity: 1, perCall: 0 });
  const waiting = new Bulkhead({ maxConcurrent: 100, maxQueued: 0 });
  const tools = { deadline, signal, clock, random: () => 0.5, retryBudget, hedgeBudget, waiting };
  const handing = failover(message, new Route(candidates, 'configured-order'), tools);
  handing.catch(() => {});
  await clock.advanceAsync(20_001);
  return handing;
};

describe('failover beside a silent provider', () => {
  it('starts the next one, and takes whoever accepts first', async () => {
    const handover = await hand([candidate('a', 10_000, 'accept'), candidate('b', 50, 'accept')]);
    expect(handover).toMatchObject({
      provider: 'b',
      attempts: [
        { provider: 'b', reason: 'hedge', tookMs: 50, outcome: 'accepted' },
        { provider: 'a', reason: 'first-choice', tookMs: 1050, outcome: 'outpaced', maybeSent: true },
      ],
    });
    expect(asked).toEqual(['a at 0', 'b at 1000']);
    expect(outpaced).toEqual(['a']);
    expect(clock.pending).toBe(0);
  });

  it('starts nobody beside one that answers in time', async () => {
    await expect(hand([candidate('a', 999, 'accept'), candidate('b', 50, 'accept')])).resolves.toMatchObject({
      provider: 'a',
    });
    expect(asked).toEqual(['a at 0']);
    expect(hedgeBudget.tokens).toBe(2);
  });

  it('takes the slow one where the second fails', async () => {
    const handover = await hand([candidate('a', 1500, 'accept'), candidate('b', 50, 'unavailable')]);
    expect(handover).toMatchObject({ provider: 'a' });
    expect(hedgeBudget.tokens).toBe(1);
  });

  it('starts one more after each silence', async () => {
    await hand([
      candidate('a', 9000, 'accept'),
      candidate('b', 9000, 'accept'),
      candidate('c', 10, 'accept'),
    ]);
    expect(asked).toEqual(['a at 0', 'b at 1000', 'c at 2000']);
    expect(outpaced).toEqual(['a', 'b']);
  });

  it('starts the next one at once when the company of a silent one fails', async () => {
    const handover = await hand([
      candidate('a', 3900, 'accept'),
      candidate('b', 50, 'unavailable'),
      candidate('c', 50, 'accept'),
    ]);
    expect(handover).toMatchObject({ provider: 'c' });
    expect(asked).toEqual(['a at 0', 'b at 1000', 'c at 1050']);
  });

  it('never sends a notification twice at a time', async () => {
    await hand([candidate('a', 3000, 'accept'), candidate('b', 50, 'accept')], 'notification');
    expect(asked).toEqual(['a at 0']);
  });

  it('passes over a provider that would not be let through', async () => {
    await hand([
      candidate('a', 3000, 'accept'),
      candidate('b', 50, 'accept', false),
      candidate('c', 50, 'accept'),
    ]);
    expect(asked).toEqual(['a at 0', 'c at 1000']);
  });

  it('starts nobody once the budget for that is spent', async () => {
    while (hedgeBudget.trySpend());
    await hand([candidate('a', 3000, 'accept'), candidate('b', 50, 'accept')]);
    expect(asked).toEqual(['a at 0']);
  });

  it('leaves a provider its turn where the budget is spent by others in the meantime', async () => {
    clock.schedule(HEDGE_MS / 2, () => {
      while (hedgeBudget.trySpend());
    });
    const handover = await hand([candidate('a', 1500, 'unavailable'), candidate('b', 50, 'accept')]);
    expect(handover).toMatchObject({ provider: 'b' });
    expect(asked).toEqual(['a at 0', 'b at 1500']);
  });

  it('starts nobody for a caller that has given up, while the silent one is still ending', async () => {
    const caller = new AbortController();
    clock.schedule(HEDGE_MS - 1, () => caller.abort());
    const slowToEnd: Candidate = {
      ...candidate('a', 9000, 'accept'),
      send: async (_, signal) => {
        asked.push('a');
        await new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => clock.schedule(5, resolve)),
        );
        throw new ProviderError({ kind: 'ambiguous', provider: 'a', code: 'X1' });
      },
    };
    const handing = hand([slowToEnd, candidate('b', 50, 'accept')], 'one-time-code', caller.signal);
    await expect(handing).rejects.toMatchObject({ kind: 'ambiguous' });
    expect(asked).toEqual(['a']);
  });

  it('gives back a hedge that is still under way when the missing provider fails', async () => {
    const before = hedgeBudget.tokens;
    const handover = await hand([candidate('a', 3500, 'unavailable'), candidate('b', 3000, 'accept')]);
    expect(handover).toMatchObject({ status: 'accepted', provider: 'b' });
    expect(hedgeBudget.tokens).toBe(before);
  });

  it.each(['unavailable', 'overloaded'] as const)('gives back no more than was spent (%s)', async (kind) => {
    hedgeBudget = new Budget({ capacity: 10, perCall: 0 });
    while (hedgeBudget.tokens > 5) hedgeBudget.trySpend();
    const slow = candidate('c', 3500, 'unavailable', false);
    const handing = hand([candidate('a', 3500, 'unavailable'), candidate('b', 50, kind), slow]);
    await expect(handing).rejects.toMatchObject({ kind });
    expect(hedgeBudget.tokens).toBe(5);
  });

  it('gives the budget back for a provider that proved missing, and not for one that was only late', async () => {
    await hand([candidate('a', 1500, 'accept'), candidate('b', 1000, 'accept')]);
    expect(hedgeBudget.tokens).toBe(1);
    await hand([candidate('a', 9000, 'accept'), candidate('b', 2500, 'accept')]);
    expect(hedgeBudget.tokens).toBe(1);
  });

  it.each([
    ['a breaker that opened meanwhile', 'unavailable', 'circuit-open', 'at once'],
    ['a full bulkhead', 'overloaded', 'too-many-waiting', 'at once'],
    ['a queue', 'unavailable', 'ABORTED', 'when it is given up'],
  ] as const)('gives the budget back for company that %s kept off', async (_, kind, code, when) => {
    const send: Candidate['send'] = (_message, signal) =>
      new Promise((_resolve, reject) => {
        const refuse = () => reject(new ProviderError({ kind, provider: 'b', code }));
        if (when === 'at once') refuse();
        else signal.addEventListener('abort', refuse);
      });
    const handing = hand([candidate('a', 1500, 'accept'), { ...candidate('b', 0, 'accept'), send }]);
    await expect(handing).resolves.toMatchObject({ provider: 'a' });
    expect(hedgeBudget.tokens).toBe(2);
  });

  it('ends for all when one finds that the recipient refuses', async () => {
    const handing = hand([candidate('a', 9000, 'accept'), candidate('b', 50, 'opted-out')]);
    await expect(handing).rejects.toMatchObject({ kind: 'opted-out', maybeSent: true });
    expect(outpaced).toEqual(['a']);
  });
});
