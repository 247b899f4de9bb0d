import { beforeEach, describe, expect, it } from 'vitest';
import type { Purpose } from './message/outbound-message.js';
import { parseSmsOptions } from './parse-sms-options.js';
import type { FailureKind } from './providers/handling.js';
import { ProviderError } from './providers/provider-error.js';
import type { SmsProvider } from './providers/sms-provider.js';
import type { FailoverOptions } from './routing/failover.options.js';
import { guardAll } from './sms.providers.js';
import { ManualClock } from './testing/manual-clock.js';
import { smsServiceOf } from './testing/sms-service-of.js';

const ANSWER_MS = 1500;
const PATIENCE_MS = 2000;
const DEADLINE_MS = 10_000;
const random = () => 0.5;

let clock: ManualClock;
/** Whose turn came, and when. */
let asked: string[];

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
});

/** Accepts everything, as slowly as that goes. */
const slow = (name: string): SmsProvider => ({
  name,
  send: (_, signal) => {
    asked.push(`${name} at ${clock.elapsedMs()}`);
    const { promise, resolve, reject } = Promise.withResolvers<{ providerMessageId: string }>();
    const cancel = clock.schedule(ANSWER_MS, () => resolve({ providerMessageId: `${name}-1` }));
    signal.addEventListener('abort', () => {
      cancel();
      reject(new ProviderError({ kind: 'ambiguous', provider: name, code: 'TIME_IS_UP' }));
    });
    return promise;
  },
});

/** A service in front of providers that take one message at a time. */
const serviceOf = (names: readonly string[], failover: Partial<FailoverOptions> = {}) => {
  const options = parseSmsOptions({
    order: names,
    environment: 'test',
    providers: names.map(slow),
    failover: {
      maxConcurrent: 1,
      attemptTimeoutMs: PATIENCE_MS,
      minAttemptTimeoutMs: PATIENCE_MS,
      notificationDeadlineMs: DEADLINE_MS,
      consecutiveFailures: 1,
      ...failover,
    },
  });
  const guarded = guardAll(options.providers ?? [], options, clock, random);
  const sms = smsServiceOf(options, clock, { guarded, random });
  /** Sends so many at once, and tells how each ended. */
  const sendAtOnce = async (count: number, purpose: Purpose = 'notification') => {
    const ends = Array.from({ length: count }, () =>
      sms.send({ to: '+447400123456', text: 'Hello', purpose }).then(
        ({ status, provider }) => `${status} ${provider}`,
        ({ kind }: { kind: FailureKind }) => kind,
      ),
    );
    await clock.advanceAsync(DEADLINE_MS);
    return Promise.all(ends);
  };
  return { sendAtOnce, breakers: () => guarded.map((provider) => provider.standing().breaker) };
};

describe('SmsService, where attempts wait for a place', () => {
  it('gives an attempt its whole time from when it has its place', async () => {
    const { sendAtOnce, breakers } = serviceOf(['one', 'two']);
    await expect(sendAtOnce(2)).resolves.toEqual(['accepted one', 'accepted one']);
    expect(asked).toEqual(['one at 0', `one at ${ANSWER_MS}`]);
    expect(breakers()).toEqual(['closed', 'closed']);
  });

  it('asks the next provider where the wait is too long, and nothing is held against the first', async () => {
    const { sendAtOnce, breakers } = serviceOf(['one', 'two']);
    await expect(sendAtOnce(3)).resolves.toEqual(['accepted one', 'accepted one', 'accepted two']);
    expect(asked).toEqual(['one at 0', `one at ${ANSWER_MS}`, `two at ${PATIENCE_MS}`]);
    expect(breakers()).toEqual(['closed', 'closed']);
  });

  it('sends a code elsewhere once it has waited for as long as until a hedge, and none twice', async () => {
    const hedgeDelayMs = ANSWER_MS + 100;
    const { sendAtOnce, breakers } = serviceOf(['one', 'two'], {
      hedgeDelayMs,
      minHedgeDelayMs: hedgeDelayMs,
    });
    const ends = ['accepted one', 'accepted one', 'accepted two'];
    await expect(sendAtOnce(3, 'one-time-code')).resolves.toEqual(ends);
    expect(asked).toEqual(['one at 0', `one at ${ANSWER_MS}`, `two at ${hedgeDelayMs}`]);
    expect(breakers()).toEqual(['closed', 'closed']);
  });

  it('sends no code twice though both providers make it wait, and the first might be asked again', async () => {
    const hedgeDelayMs = ANSWER_MS + 100;
    const { sendAtOnce } = serviceOf(['one', 'two'], { hedgeDelayMs, minHedgeDelayMs: hedgeDelayMs });
    const ends = await sendAtOnce(5, 'one-time-code');
    expect(ends.every((end) => end.startsWith('accepted'))).toBe(true);
    expect(asked).toHaveLength(5);
  });

  it('lets nobody in so late that no answer would come in time', async () => {
    const { sendAtOnce, breakers } = serviceOf(['one'], { notificationDeadlineMs: ANSWER_MS * 2 + 200 });
    // Enough of them that it is known how long an answer takes.
    for (let sent = 0; sent < 16; sent += 1) await sendAtOnce(1);
    asked = [];
    await expect(sendAtOnce(3)).resolves.toEqual(['accepted one', 'accepted one', 'overloaded']);
    expect(asked).toHaveLength(2);
    expect(breakers()).toEqual(['closed']);
  });
});
