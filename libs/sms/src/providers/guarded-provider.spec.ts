import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guardedAlone, hang, MESSAGE, PATIENCE } from '../testing/guarded-alone.js';
import { ManualClock } from '../testing/manual-clock.js';
import type { FailureKind } from './handling.js';
import { circuitOpen, ProviderError } from './provider-error.js';
import type { SmsProvider } from './sms-provider.js';

const never = new AbortController().signal;

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock(0);
});

const guard = (send: SmsProvider['send'], close?: () => Promise<void>) =>
  guardedAlone({ send, ...(close && { close }) }, clock);
const accept = async () => ({ providerMessageId: 'SM1' });
const refuse = (kind: FailureKind, retryAfterMs?: number) => async () => {
  throw new ProviderError({ kind, provider: 'twilio', code: 'X1', ...(retryAfterMs && { retryAfterMs }) });
};
const ofKind = (kind: string) =>
  Object.assign(new ProviderError({ kind: 'unavailable', provider: 'twilio', code: 'X1' }), { kind });
const learnt = async (send: SmsProvider['send']) => {
  const provider = guard(send);
  for (let made = 0; made < 16; made += 1) await provider.send(MESSAGE, never).catch(() => {});
  return provider.latency.hedgeDelayMs('GB');
};

describe('GuardedProvider', () => {
  it('passes the message on under the name of its provider', async () => {
    const send = vi.fn(accept);
    const provider = guard(send);
    expect(provider.name).toBe('twilio');
    await expect(provider.send(MESSAGE, never)).resolves.toEqual({ providerMessageId: 'SM1' });
    expect(send).toHaveBeenCalledExactlyOnceWith(MESSAGE, expect.any(AbortSignal));
  });

  it('lets so many attempts be under way, and so many wait, and refuses the next as overloaded', async () => {
    const caller = new AbortController();
    const provider = guard(hang);
    const sendings = [provider.send(MESSAGE, caller.signal), provider.send(MESSAGE, caller.signal)];
    for (const sending of sendings) sending.catch(() => {});
    await expect(provider.send(MESSAGE, caller.signal)).rejects.toMatchObject({
      kind: 'overloaded',
      code: 'too-many-waiting',
      retryAfterMs: 1000,
    });
    expect(provider.standing()).toMatchObject({ underWay: 1, waiting: 1, breaker: 'closed' });
    caller.abort();
    await Promise.allSettled(sendings);
    expect(provider.standing()).toMatchObject({ underWay: 0, waiting: 0 });
  });

  it('learns from acceptances and silences how long it takes, and from no refusal', async () => {
    expect(await learnt(accept)).toBe(PATIENCE.minHedgeDelayMs);
    expect(await learnt(refuse('overloaded'))).toBe(PATIENCE.hedgeDelayMs);
  });

  it('asks nobody while its breaker is open', async () => {
    const send = vi.fn(refuse('unavailable'));
    const provider = guard(send);
    for (let made = 0; made < 2; made += 1) await provider.send(MESSAGE, never).catch(() => {});
    await expect(provider.send(MESSAGE, never)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'circuit-open',
      retryAfterMs: 30_000,
    });
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('names no pause, rather than none at all, where a probe is under way', () => {
    expect(circuitOpen('twilio', 30_000).retryAfterMs).toBe(30_000);
    expect(circuitOpen('twilio', 0).retryAfterMs).toBeUndefined();
  });

  it('tells its breakers for how long a throttling provider wants to be left alone', async () => {
    const provider = guard(refuse('throttled', 700));
    for (let made = 0; made < 2; made += 1) await provider.send(MESSAGE, never).catch(() => {});
    expect(provider.standing()).toMatchObject({ breaker: 'open', retryAfterMs: 700 });
  });

  it('makes an ambiguous failure without any detail of what is no ProviderError', async () => {
    const provider = guard(() => Promise.reject(new Error('token=hunter2')));
    const error: unknown = await provider.send(MESSAGE, never).catch((caught: unknown) => caught);
    expect(error).toEqual(new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'adapter-bug' }));
  });

  it.each([
    ['a kind that is none', vi.fn().mockRejectedValue(ofKind('timeout'))],
    ['a kind that every object has', vi.fn().mockRejectedValue(ofKind('toString'))],
    ['nothing, instead of an acceptance', vi.fn().mockResolvedValue(undefined)],
    ['null', vi.fn().mockResolvedValue(null)],
    ['an id alone', vi.fn().mockResolvedValue('SM1')],
    ['an id that is no text', vi.fn().mockResolvedValue({ providerMessageId: 7 })],
    ['no promise', vi.fn()],
  ])('takes for a bug, after which something may have been sent: %s', async (_, send) => {
    const provider = guard(send);
    const bug = { kind: 'ambiguous', provider: 'twilio', code: 'adapter-bug' };
    for (let made = 0; made < 2; made += 1)
      await expect(provider.send(MESSAGE, never)).rejects.toMatchObject(bug);
    expect(provider.standing()).toMatchObject({
      breaker: 'open',
      underWay: 0,
      lastFailure: { code: bug.code },
    });
    expect(provider.standing().lastAcceptedAt).toBeUndefined();
  });

  it('asks once more when the time is over after a probe that ended in such a bug', async () => {
    const send = vi.fn(refuse('unavailable'));
    const provider = guard(send);
    const trySend = () => provider.send(MESSAGE, never).catch(() => {});
    await trySend();
    await trySend();
    clock.advance(30_000);
    send.mockRejectedValueOnce(ofKind('timeout'));
    await trySend();
    expect(provider.standing()).toMatchObject({ breaker: 'open' });
    clock.advance(60_000);
    await trySend();
    expect(send).toHaveBeenCalledTimes(4);
  });

  it('remembers when it accepted last, and looking changes nothing', async () => {
    const provider = guard(accept);
    clock.advance(500);
    await provider.send(MESSAGE, never);
    const standing = provider.standing();
    expect(standing.lastAcceptedAt).toEqual(new Date(500));
    expect(provider.standing()).toEqual(standing);
  });

  it('closes its provider, where that can be closed', async () => {
    const close = vi.fn(async () => {});
    await guard(accept, close).close();
    await guard(accept).close();
    expect(close).toHaveBeenCalledOnce();
  });

  it('waits five seconds for a provider that does not close, and for none that closes at once', async () => {
    await guard(accept, vi.fn()).close();
    const closing = guard(accept, () => new Promise(() => {})).close();
    const closed = vi.fn();
    closing.then(closed, closed);
    await clock.advanceAsync(4999);
    expect(closed).not.toHaveBeenCalled();
    await clock.advanceAsync(1);
    await expect(closing).resolves.toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});
