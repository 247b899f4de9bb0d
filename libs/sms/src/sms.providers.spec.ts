import { describe, expect, it } from 'vitest';
import { normalise } from './message/outbound-message.js';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { ProviderError } from './providers/provider-error.js';
import { guardAll, providersInOrder } from './sms.providers.js';
import type { SmsModuleOptions } from './sms-module-options.js';
import { ManualClock } from './testing/manual-clock.js';

const TWILIO = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'x', fromNumber: 'Example' };
const optionsOf = (given: SmsModuleOptions) => parseSmsOptions({ environment: 'test', ...given });

const guarded = (name: string, given: Partial<SmsModuleOptions>) => {
  const options = optionsOf({ order: [name], ...given });
  const [provider] = guardAll([new MockProvider(name)], options, new ManualClock(), () => 0);
  return provider;
};

describe('providersInOrder', () => {
  const twilio = new MockProvider('twilio');
  const own = new MockProvider('own');

  it('puts the configured providers and the own ones in the order asked for', () => {
    const options = optionsOf({ order: ['own', 'twilio'], providers: [own] });
    expect(providersInOrder(options, twilio, undefined)).toEqual([own, twilio]);
  });

  it('leaves out what does not stand in the order', () => {
    expect(providersInOrder(optionsOf({ order: ['own'], providers: [own] }), twilio)).toEqual([own]);
  });

  it('refuses a name nobody has', () => {
    const options = optionsOf({ order: ['twilio', 'aws-sns'] });
    expect(() => providersInOrder(options, twilio, undefined)).toThrow(
      'The provider "aws-sns" stands in the order but is not configured.',
    );
  });
});

describe('guardAll', () => {
  const retries = { maxRetries: 1, retryDelayMs: 50 };

  it.each([
    ['twilio', { twilio: { ...TWILIO, ...retries } }],
    ['aws-sns', { awsSns: { region: 'eu-west-1', ...retries } }],
    ['aws-eum', { awsEum: { region: 'eu-west-1', ...retries } }],
  ])('takes retries from the options of %s, the first attempt counted', (name, given) => {
    expect(guarded(name, given)?.retry).toEqual({ maxAttempts: 2, baseMs: 50, maxMs: 8000 });
  });

  it('gives a provider without options of its own the same defaults', () => {
    expect(guarded('own', {})?.retry).toEqual({ maxAttempts: 4, baseMs: 1000, maxMs: 8000 });
  });

  it('tells those who wait for a provider that is given up how long it is left alone', async () => {
    const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
    const { promise, reject } = Promise.withResolvers<never>();
    const options = optionsOf({ order: ['own'], failover: { maxConcurrent: 1, openMs: 7000 } });
    const [provider] = guardAll([{ name: 'own', send: () => promise }], options, new ManualClock(), () => 0);
    const { signal } = new AbortController();
    const [first, second] = [provider?.send(message, signal), provider?.send(message, signal)];
    reject(new ProviderError({ kind: 'misconfigured', provider: 'own', code: 'X1' }));
    await expect(first).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(second).rejects.toMatchObject({ code: 'circuit-open', retryAfterMs: 7000 });
  });

  it('sends those who wait on at once where another instance gives the provider up, whoever is still under way', async () => {
    const message = normalise({ to: '+447400123456', text: 'Hello', purpose: 'one-time-code' }, 'id');
    const silence = Promise.withResolvers<never>();
    const options = optionsOf({ order: ['own'], failover: { maxConcurrent: 1 } });
    const silent = { name: 'own', send: () => silence.promise };
    const [provider] = guardAll([silent], options, new ManualClock(), () => 0);
    const { signal } = new AbortController();
    const [underWay, waiting] = [provider?.send(message, signal), provider?.send(message, signal)];
    provider?.breakers.heed(undefined, { state: 'open', openings: 1, forMs: 7000 });
    expect(provider?.standing()).toMatchObject({ underWay: 1, waiting: 0 });
    await expect(waiting).rejects.toMatchObject({ code: 'circuit-open', retryAfterMs: 7000 });
    silence.reject(new ProviderError({ kind: 'unavailable', provider: 'own', code: 'X1' }));
    await expect(underWay).rejects.toMatchObject({ code: 'X1' });
  });
});
