import { beforeEach, describe, expect, it, vi } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { TimeIsUpError } from '../resilience/deadline.js';
import { ManualClock } from '../testing/manual-clock.js';
import { GuardedProvider } from './guarded-provider.js';
import { ProviderBreakers } from './provider-breakers.js';
import { ProviderError } from './provider-error.js';
import type { SmsProvider } from './sms-provider.js';

const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
const never = new AbortController().signal;
const options = {
  consecutiveFailures: 2,
  failureRate: 1,
  slowCallRate: 1,
  slowCallMs: 3000,
  minimumCalls: 100,
  windowMs: 60_000,
  openMs: 30_000,
  maxOpenMs: 600_000,
};

let clock: ManualClock;

beforeEach(() => {
  clock = new ManualClock(0);
});

const guard = (send: SmsProvider['send'], close?: () => Promise<void>) => {
  const breakers = new ProviderBreakers(
    options,
    clock,
    () => 0,
    () => {},
  );
  const retry = { maxAttempts: 4, baseMs: 1000, maxMs: 8000 };
  return new GuardedProvider({ name: 'twilio', send, ...(close && { close }) }, breakers, clock, {
    timeoutMs: 4000,
    retry,
  });
};
const accept = async () => ({ providerMessageId: 'SM1' });
const refuse = (kind: 'unavailable' | 'throttled', retryAfterMs?: number) => async () => {
  throw new ProviderError({ kind, provider: 'twilio', code: 'X1', ...(retryAfterMs && { retryAfterMs }) });
};
/** Answers nothing until its signal aborts. */
const hang: SmsProvider['send'] = (_, signal) =>
  new Promise((_resolve, reject) => {
    const end = () => reject(new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'ABORTED' }));
    signal.addEventListener('abort', end, { once: true });
  });

describe('GuardedProvider', () => {
  it('passes the message on under the name of its provider', async () => {
    const send = vi.fn(accept);
    const provider = guard(send);
    expect(provider.name).toBe('twilio');
    await expect(provider.send(message, never)).resolves.toEqual({ providerMessageId: 'SM1' });
    expect(send).toHaveBeenCalledExactlyOnceWith(message, expect.any(AbortSignal));
  });

  it('ends an attempt that takes too long, and holds that against the provider', async () => {
    const provider = guard(hang);
    const sending = provider.send(message, never);
    clock.advance(4000);
    await expect(sending).rejects.toMatchObject({ kind: 'ambiguous' });
    expect(provider.standing().lastFailure).toEqual({
      kind: 'ambiguous',
      code: 'ABORTED',
      at: new Date(4000),
    });
    expect(clock.pending).toBe(0);
  });

  it('holds the end of the whole send against the provider, too', async () => {
    const send = new AbortController();
    const provider = guard(hang);
    for (const caller of [send, new AbortController()]) {
      const sending = provider.send(message, caller.signal);
      caller.abort(new TimeIsUpError(100));
      await expect(sending).rejects.toBeInstanceOf(ProviderError);
    }
    expect(provider.standing().breaker).toBe('open');
  });

  it('holds nothing against the provider when the caller gives up', async () => {
    const provider = guard(hang);
    for (let made = 0; made < 3; made += 1) {
      const caller = new AbortController();
      const sending = provider.send(message, caller.signal);
      caller.abort();
      await expect(sending).rejects.toBeInstanceOf(ProviderError);
    }
    expect(provider.standing()).toEqual({
      name: 'twilio',
      breaker: 'closed',
      retryAfterMs: 0,
      openCountries: [],
    });
  });

  it('asks nobody while its breaker is open', async () => {
    const send = vi.fn(refuse('unavailable'));
    const provider = guard(send);
    for (let made = 0; made < 2; made += 1) await provider.send(message, never).catch(() => {});
    await expect(provider.send(message, never)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'circuit-open',
      retryAfterMs: 30_000,
    });
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('tells its breakers for how long a throttling provider wants to be left alone', async () => {
    const provider = guard(refuse('throttled', 700));
    for (let made = 0; made < 2; made += 1) await provider.send(message, never).catch(() => {});
    expect(provider.standing()).toMatchObject({ breaker: 'open', retryAfterMs: 700 });
  });

  it('makes an ambiguous failure without any detail of what is no ProviderError', async () => {
    const provider = guard(() => Promise.reject(new Error('token=hunter2')));
    const error: unknown = await provider.send(message, never).catch((caught: unknown) => caught);
    expect(error).toEqual(new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'adapter-bug' }));
  });

  it('remembers when it accepted last, and looking changes nothing', async () => {
    const provider = guard(accept);
    clock.advance(500);
    await provider.send(message, never);
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
});
