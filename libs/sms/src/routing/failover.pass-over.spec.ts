import { beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import type { FailureKind } from '../providers/handling.js';
import { circuitOpen, ProviderError } from '../providers/provider-error.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { USUAL_PACE } from '../testing/usual-pace.js';
import { failover } from './failover.js';
import { type Candidate, Route } from './router.js';

const OPEN_MS = 2000;
const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');

let clock: ManualClock;
let retryBudget: Budget;
let hedgeBudget: Budget;
/** Who was asked, and when. */
let asked: string[];

beforeEach(() => {
  clock = new ManualClock();
  retryBudget = new Budget({ capacity: 10, perCall: 0.5 });
  hedgeBudget = new Budget({ capacity: 10, perCall: 0.25 });
  asked = [];
});

const candidate = (name: string, answer: 'accept' | FailureKind, openForMs = 0): Candidate => {
  const retryAfterMs = () => Math.max(0, openForMs - clock.elapsedMs());
  return {
    name,
    retry: { maxAttempts: 1, baseMs: 1000, maxMs: 8000 },
    latency: { ...USUAL_PACE, hedgeDelayMs: () => 30_000 },
    isAvailable: () => retryAfterMs() === 0,
    retryAfterMs,
    send: async () => {
      asked.push(`${name} at ${clock.elapsedMs()}`);
      if (retryAfterMs() > 0) throw circuitOpen(name, retryAfterMs());
      if (answer === 'accept') return { providerMessageId: `${name}-1` };
      throw new ProviderError({ kind: answer, provider: name, code: 'X1' });
    },
  };
};
const hand = async (...candidates: Candidate[]) => {
  const deadline = new Deadline(clock, 10_000);
  const { signal } = new AbortController();
  const waiting = new Bulkhead({ maxConcurrent: 100, maxQueued: 0 });
  const tools = { deadline, signal, clock, random: () => 0.5, retryBudget, hedgeBudget, waiting };
  const handing = failover(message, new Route(candidates, 'configured-order'), tools);
  handing.catch(() => {});
  await clock.advanceAsync(10_001);
  return handing;
};

describe('failover past an open breaker', () => {
  it('asks whoever would let the call through, and records who was not asked', async () => {
    const handover = await hand(candidate('a', 'accept', OPEN_MS), candidate('b', 'accept'));
    expect(asked).toEqual(['b at 0']);
    expect(handover).toMatchObject({ status: 'accepted', provider: 'b' });
    const [passedOver] = handover.attempts;
    expect(passedOver).toMatchObject({ provider: 'a', tookMs: 0, outcome: 'unavailable', maybeSent: false });
    expect(passedOver).toMatchObject({ reason: 'passed-over', code: 'circuit-open' });
  });

  it('says "first choice" of the first in order, whoever behind it is passed over', async () => {
    const handover = await hand(
      candidate('a', 'accept'),
      candidate('b', 'accept', OPEN_MS),
      candidate('c', 'accept'),
    );
    expect(handover.attempts.map(({ provider, reason }) => `${provider} ${reason}`)).toEqual([
      'b passed-over',
      'a first-choice',
    ]);
  });

  it('comes back to it once it lets calls through, if nobody else can carry the message', async () => {
    const handover = await hand(candidate('a', 'accept', OPEN_MS), candidate('b', 'misconfigured'));
    expect(asked).toEqual(['b at 0', `a at ${OPEN_MS}`]);
    expect(handover).toMatchObject({ status: 'accepted', provider: 'a' });
  });

  it('tells of it among the failures where nobody accepts', async () => {
    const handing = hand(candidate('a', 'accept', 20_000), candidate('b', 'misconfigured'));
    await expect(handing).rejects.toMatchObject({
      kind: 'unavailable',
      errors: [
        { provider: 'a', code: 'circuit-open' },
        { provider: 'b', kind: 'misconfigured' },
      ],
    });
  });

  it('asks everybody where every breaker is open', async () => {
    await expect(
      hand(candidate('a', 'accept', 20_000), candidate('b', 'accept', 20_000)),
    ).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(asked).toEqual(['a at 0', 'b at 0']);
  });
});

describe('a send', () => {
  it('earns its share of what may be asked again, and of what may be started beside a silent provider', async () => {
    retryBudget.trySpend();
    hedgeBudget.trySpend();
    await hand(candidate('a', 'accept'));
    expect([retryBudget.tokens, hedgeBudget.tokens]).toEqual([9.5, 9.25]);
  });
});
