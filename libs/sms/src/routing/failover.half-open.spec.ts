import { beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { Attention } from '../providers/attention.js';
import { GuardedProvider } from '../providers/guarded-provider.js';
import { ProviderBreakers } from '../providers/provider-breakers.js';
import { ProviderError } from '../providers/provider-error.js';
import { ProviderLatency } from '../providers/provider-latency.js';
import { Budget } from '../resilience/budget.js';
import { Bulkhead } from '../resilience/bulkhead.js';
import { Deadline } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { seededRandom } from '../testing/seeded-random.js';
import { failover } from './failover.js';
import { Route } from './router.js';

const OPEN_MS = 300;
const DEADLINE_MS = 10_000;
const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
const BREAKER = {
  consecutiveFailures: 5,
  failureRate: 0.5,
  slowCallRate: 0.8,
  slowCallMs: 3000,
  minimumCalls: 20,
  windowMs: 60_000,
  openMs: OPEN_MS,
  maxOpenMs: OPEN_MS,
};
const PATIENCE = {
  requestTimeoutMs: 30_000,
  attemptTimeoutMs: 4000,
  minAttemptTimeoutMs: 2000,
  hedgeDelayMs: 1000,
  minHedgeDelayMs: 250,
};

let clock: ManualClock;
let random: () => number;
let retryBudget: Budget;
let waiting: Bulkhead;
/** Names of those that refuse everything. */
let down: Set<string>;
/** Names of those asked, in order. */
let asked: string[];
let answersAfterMs: number;
let atOnce: number;
let mostAtOnce: number;

beforeEach(() => {
  clock = new ManualClock();
  random = seededRandom(7);
  retryBudget = new Budget({ capacity: 3, perCall: 0 });
  waiting = new Bulkhead({ maxConcurrent: 1000, maxQueued: 0 });
  down = new Set();
  asked = [];
  answersAfterMs = 200;
  atOnce = 0;
  mostAtOnce = 0;
});

const provider = (name: string, maxAttempts = 1) => {
  const send = async () => {
    asked.push(name);
    if (down.has(name)) throw new ProviderError({ kind: 'misconfigured', provider: name, code: 'X1' });
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise<void>((resolve) => clock.schedule(answersAfterMs, resolve));
    atOnce -= 1;
    return { providerMessageId: `${name}-1` };
  };
  const guards = {
    breakers: new ProviderBreakers(BREAKER, clock, random, () => {}),
    bulkhead: new Bulkhead({ maxConcurrent: 256, maxQueued: 2048 }),
    latency: new ProviderLatency(PATIENCE),
    retry: { maxAttempts, baseMs: 1000, maxMs: 8000 },
    attention: new Attention(clock, () => {}),
    onAttemptEnd: () => {},
  };
  return new GuardedProvider({ name, send }, guards, clock);
};
const hand = (candidates: readonly GuardedProvider[]) => {
  const tools = {
    deadline: new Deadline(clock, DEADLINE_MS),
    signal: new AbortController().signal,
    clock,
    random,
    retryBudget,
    hedgeBudget: new Budget({ capacity: 100, perCall: 0 }),
    waiting,
  };
  return failover(message, new Route(candidates, 'configured-order'), tools);
};
const handMany = async (candidates: readonly GuardedProvider[], count: number) => {
  const handings = Array.from({ length: count }, () => hand(candidates));
  const all = Promise.allSettled(handings);
  await clock.advanceAsync(DEADLINE_MS + 1);
  return (await all).filter(({ status }) => status === 'fulfilled').length;
};
/** Opens the breakers of those that are down. */
const openAll = async (candidates: readonly GuardedProvider[]) => {
  hand(candidates).catch(() => {});
  await clock.advanceAsync(0);
};

describe('failover behind a half-open breaker', () => {
  it('waits for the probe to end, with every code that comes meanwhile, and spends nothing on it', async () => {
    const only = [provider('a')];
    down.add('a');
    await openAll(only);
    await clock.advanceAsync(OPEN_MS * 2);
    down.clear();
    asked = [];
    expect(await handMany(only, 64)).toBe(64);
    expect(asked).toHaveLength(64);
    expect(retryBudget.tokens).toBe(3);
  });

  it('lets nobody but the probe through until it has succeeded', async () => {
    const only = [provider('a')];
    down.add('a');
    await openAll(only);
    await clock.advanceAsync(OPEN_MS * 2);
    down.clear();
    asked = [];
    const handings = Promise.all(Array.from({ length: 64 }, () => hand(only)));
    await clock.advanceAsync(answersAfterMs - 1);
    expect(asked).toHaveLength(1);
    await clock.advanceAsync(DEADLINE_MS);
    await handings;
    expect(mostAtOnce).toBeLessThan(64);
  });

  it('waits for the end of the open time, too, though the other provider is dead', async () => {
    const both = [provider('a'), provider('b')];
    down.add('a').add('b');
    await openAll(both);
    down.delete('a');
    expect(await handMany(both, 30)).toBe(30);
    expect(retryBudget.tokens).toBe(3);
  });

  it('makes one attempt of a refusal and what it was waited for', async () => {
    const only = [provider('a')];
    down.add('a');
    await openAll(only);
    down.clear();
    const handing = hand(only);
    await clock.advanceAsync(DEADLINE_MS);
    const { attempts } = await handing;
    expect(attempts.map(({ reason, outcome }) => [reason, outcome])).toEqual([
      ['first-choice', 'unavailable'],
      ['again', 'accepted'],
    ]);
  });

  it('makes no attempt of each look at a probe that takes long', async () => {
    const only = [provider('a')];
    down.add('a');
    await openAll(only);
    await clock.advanceAsync(OPEN_MS * 2);
    down.clear();
    answersAfterMs = 3000;
    const [probe, other] = [hand(only), hand(only)];
    await clock.advanceAsync(DEADLINE_MS);
    expect((await probe).attempts).toHaveLength(1);
    expect((await other).attempts).toHaveLength(2);
  });

  it('lets no more wait than may, and tells the others at once', async () => {
    waiting = new Bulkhead({ maxConcurrent: 10, maxQueued: 0 });
    const only = [provider('a')];
    down.add('a');
    await openAll(only);
    down.clear();
    const ends = Promise.allSettled(Array.from({ length: 30 }, () => hand(only)));
    await clock.advanceAsync(0);
    expect(waiting.underWay).toBe(10);
    await clock.advanceAsync(DEADLINE_MS);
    expect((await ends).filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(waiting.underWay).toBe(0);
  });

  it('tells when the breaker lets calls through, where that is after the deadline', async () => {
    const [a, b] = [provider('a'), provider('b')];
    a.breakers.own.heed({ state: 'open', openings: 1, forMs: 25_000 });
    down.add('b');
    const handing = hand([a, b]);
    await expect(handing).rejects.toMatchObject({ kind: 'unavailable', retryAfterMs: 25_000 });
  });
});
