import { beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeIsUpError } from '../resilience/time-limit.js';
import { guardedAlone, hang, MESSAGE, PATIENCE } from '../testing/guarded-alone.js';
import { ManualClock } from '../testing/manual-clock.js';
import { OutpacedError } from './outpaced.error.js';
import { ProviderError } from './provider-error.js';
import type { SmsProvider } from './sms-provider.js';

const never = new AbortController().signal;

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock(0);
});

const guard = (send: SmsProvider['send'], maxConcurrent = 1) => guardedAlone({ send }, clock, maxConcurrent);
/** Accepts only once its signal aborts. */
const acceptAtLast: SmsProvider['send'] = (_, signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ providerMessageId: 'SM1' }), { once: true });
  });

describe('GuardedProvider, given up on', () => {
  it.each([
    ['its time was up', new TimeIsUpError(100)],
    ['another was faster', new OutpacedError()],
  ])('holds it against the provider when %s', async (_, reason) => {
    const provider = guard(hang);
    for (let made = 0; made < 2; made += 1) {
      const caller = new AbortController();
      const sending = provider.send(MESSAGE, caller.signal);
      await clock.advanceAsync(1000);
      caller.abort(reason);
      await expect(sending).rejects.toMatchObject({ kind: 'ambiguous', code: 'ABORTED' });
    }
    expect(provider.standing()).toMatchObject({
      breaker: 'open',
      lastFailure: { kind: 'ambiguous', code: 'ABORTED', at: new Date(2000) },
    });
  });

  it('holds nothing against the provider when the caller gives up', async () => {
    const provider = guard(hang);
    for (let made = 0; made < 3; made += 1) {
      const caller = new AbortController();
      const sending = provider.send(MESSAGE, caller.signal);
      await clock.advanceAsync(1000);
      caller.abort();
      await expect(sending).rejects.toBeInstanceOf(ProviderError);
    }
    expect(provider.standing().breaker).toBe('closed');
    expect(provider.standing()).not.toHaveProperty('lastFailure');
  });

  it.each([
    ['its time was up', new TimeIsUpError(100), 'open'],
    ['another was faster', new OutpacedError(), 'open'],
    ['the caller gave up', new Error('gone'), 'closed'],
  ])('takes an acceptance too late for whoever waited for silence: %s', async (_, reason, breaker) => {
    const provider = guard(acceptAtLast);
    for (let made = 0; made < 2; made += 1) {
      const caller = new AbortController();
      const sending = provider.send(MESSAGE, caller.signal);
      await clock.advanceAsync(1000);
      caller.abort(reason);
      await expect(sending).resolves.toEqual({ providerMessageId: 'SM1' });
    }
    expect(provider.standing()).toMatchObject({ breaker, lateAnswers: 0, lastAcceptedAt: new Date(2000) });
  });

  it('ends with its signal though the provider ignores that, and counts what is accepted too late', async () => {
    const accepted = Promise.withResolvers<{ providerMessageId: string }>();
    const provider = guard(() => accepted.promise);
    const caller = new AbortController();
    const sending = provider.send(MESSAGE, caller.signal);
    await clock.advanceAsync(0);
    caller.abort(new TimeIsUpError(100));
    clock.advance(0);
    await expect(sending).rejects.toMatchObject({ kind: 'ambiguous', code: 'ignored-abort' });
    expect(provider.standing().lateAnswers).toBe(0);
    accepted.resolve({ providerMessageId: 'SM1' });
    await clock.advanceAsync(0);
    expect(provider.standing()).toMatchObject({ lateAnswers: 1, underWay: 0 });
  });

  it('begins nothing for one whose time is up in the moment it is let in', async () => {
    const ends = [Promise.withResolvers<{ providerMessageId: string }>()];
    const provider = guard(() => ends.pop()?.promise ?? Promise.reject(new Error('nobody else is asked')));
    const [first] = ends;
    const waiter = { waits: vi.fn(), begins: vi.fn() };
    const late = new AbortController();
    const sendings = [provider.send(MESSAGE, never), provider.send(MESSAGE, late.signal, waiter)];
    waiter.begins.mockImplementation(() => late.abort(new TimeIsUpError(100)));
    first?.resolve({ providerMessageId: 'SM1' });
    await expect(sendings[0]).resolves.toEqual({ providerMessageId: 'SM1' });
    await expect(sendings[1]).rejects.toMatchObject({ kind: 'overloaded', code: 'too-many-waiting' });
    expect(waiter.waits).toHaveBeenCalledOnce();
    expect(provider.standing()).toMatchObject({ underWay: 0, waiting: 0, breaker: 'closed' });
    expect(provider.standing()).not.toHaveProperty('lastFailure');
  });

  it('takes one outpaced attempt as proof of every other that is as silent', async () => {
    const provider = guard(hang, 2);
    const callers = [new AbortController(), new AbortController()];
    const sendings = callers.map(({ signal }) => provider.send(MESSAGE, signal));
    for (const sending of sendings) sending.catch(() => {});
    await clock.advanceAsync(0);
    clock.advance(PATIENCE.hedgeDelayMs);
    callers[0]?.abort(new OutpacedError());
    await expect(sendings[0]).rejects.toBeInstanceOf(ProviderError);
    expect(provider.standing()).toMatchObject({ breaker: 'open', underWay: 1 });
    callers[1]?.abort(new OutpacedError());
    await expect(sendings[1]).rejects.toBeInstanceOf(ProviderError);
  });
});
