import { Logger } from '@nestjs/common';
import { afterAll, assert, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { ProviderError } from './providers/provider-error.js';
import type { SmsProvider } from './providers/sms-provider.js';
import { UndeliverableError } from './routing/undeliverable.error.js';
import type { SmsModuleOptions } from './sms-module-options.js';
import { ManualClock } from './testing/manual-clock.js';
import { smsServiceOf } from './testing/sms-service-of.js';

const TO = '+447400123456';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let first: MockProvider;
let second: MockProvider;
let clock: ManualClock;

beforeAll(() => Logger.overrideLogger(false));
afterAll(() => Logger.overrideLogger(true));

beforeEach(() => {
  first = new MockProvider('first');
  second = new MockProvider('second');
  clock = new ManualClock();
});

const serviceWith = (given: Partial<SmsModuleOptions> = {}) => {
  const providers = [first, second];
  const options = parseSmsOptions({ order: ['first', 'second'], environment: 'test', providers, ...given });
  return smsServiceOf(options, clock);
};
const code = { to: TO, code: '482913', appName: 'Example', expiresInSeconds: 299.5 };

describe('SmsService', () => {
  it('tells who accepted what, under an id ordered by time', async () => {
    const sent = await serviceWith().send({ to: TO, text: '你'.repeat(71) });
    expect(sent).toEqual({
      status: 'accepted',
      provider: 'first',
      providerMessageId: 'mock-1',
      attempts: [
        {
          provider: 'first',
          reason: 'first-choice',
          tookMs: 0,
          outcome: 'accepted',
          maybeSent: true,
          providerMessageId: 'mock-1',
        },
      ],
      id: expect.stringMatching(UUID_V7),
      segments: 2,
      route: ['first', 'second'],
      routeReason: 'configured-order',
    });
    expect(first.messages[0]?.id).toBe(sent.id);
  });

  it('takes a message for a notification unless it is told otherwise', async () => {
    await serviceWith().send({ to: TO, text: 'Hello' });
    await serviceWith().send({ to: TO, text: 'Hello', purpose: 'one-time-code' });
    expect(first.messages.map(({ purpose }) => purpose)).toEqual(['notification', 'one-time-code']);
  });

  it('sends a code in the language of the recipient, for as long as it lives', async () => {
    await serviceWith().sendCode({ ...code, locale: 'de-CH', originHost: 'example.com' });
    expect(first.messages[0]).toMatchObject({
      text: '482913 ist Ihr Example-Code. Er gilt 4 Min. Nicht weitergeben.\n\n@example.com #482913',
      purpose: 'one-time-code',
      validForSeconds: 300,
    });
  });

  it('asks last whoever is to be avoided', async () => {
    const sent = await serviceWith().sendCode({ ...code, avoid: 'first' });
    expect(sent).toMatchObject({ provider: 'second', routeReason: 'another-than-last-time' });
    expect(first.messages).toEqual([]);
  });

  it('goes on with the same text when a code may be out', async () => {
    first.failNext('ambiguous');
    await expect(serviceWith().sendCode(code)).resolves.toMatchObject({ provider: 'second' });
    expect(second.messages[0]?.text).toContain(code.code);
  });

  it('reports a notification that may be out as unknown', async () => {
    first.failNext('ambiguous');
    await expect(serviceWith().send({ to: TO, text: 'Hello' })).resolves.toMatchObject({ status: 'unknown' });
    expect(second.messages).toEqual([]);
  });

  it.each<[string, { to?: string; text?: string }, string]>([
    ['who cannot receive texts', { to: '+442079460000' }, 'InvalidRecipientError'],
    ['without a text', { text: ' ' }, 'InvalidMessageError'],
    ['to a country that is not served', { to: '+33612345678' }, 'DestinationRefusedError'],
  ])('asks nobody to send to somebody %s', async (_, request, name) => {
    const sending = serviceWith({ allowedCountries: ['GB'] }).send({ to: TO, text: 'Hello', ...request });
    await expect(sending).rejects.toMatchObject({ name });
    expect([...first.messages, ...second.messages]).toEqual([]);
  });

  it.each([
    ['production', undefined, 'refused'],
    ['production', 'allow', 'sent'],
    ['test', undefined, 'sent'],
    ['test', 'refuse', 'refused'],
  ] as const)('of a number kept for fiction, in %s and told %s: %s', async (environment, given, outcome) => {
    const sms = serviceWith({ environment, fictionalNumbers: given });
    const sending = sms.send({ to: '+12025550123', text: 'Hello' });
    if (outcome === 'sent') await expect(sending).resolves.toMatchObject({ status: 'accepted' });
    else await expect(sending).rejects.toMatchObject({ refusal: 'fictional' });
    expect(first.messages).toHaveLength(outcome === 'sent' ? 1 : 0);
  });

  it('rejects with every failure when nobody accepts', async () => {
    first.failNext('misconfigured');
    second.failNext('ambiguous');
    await expect(serviceWith().sendCode(code)).rejects.toMatchObject({
      name: 'UndeliverableError',
      kind: 'ambiguous',
      maybeSent: true,
      attempts: [{ provider: 'first' }, { provider: 'second' }],
    });
  });

  it.each([
    ['a code', 'one-time-code', 500],
    ['a notification', 'notification', 900],
  ] as const)('gives %s its own deadline', async (_, purpose, limitMs) => {
    const failover = { codeDeadlineMs: 500, notificationDeadlineMs: 900, attemptTimeoutMs: 60_000 };
    const asked = Promise.withResolvers<AbortSignal>();
    const hanging: SmsProvider = {
      name: 'first',
      send: async (_message, signal) => {
        asked.resolve(signal);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new ProviderError({ kind: 'ambiguous', provider: 'first', code: 'TIME_IS_UP' });
      },
    };
    const options = { order: ['first'], providers: [hanging], failover };
    const sending = serviceWith(options).send({ to: TO, text: 'Hello', purpose });
    const signal = await asked.promise;
    clock.advance(limitMs - 1);
    expect(signal.aborted).toBe(false);
    clock.advance(1);
    expect(signal.aborted).toBe(true);
    await sending.catch(() => {});
    expect(clock.pending).toBe(0);
  });

  it('explains afterwards why a message went the way it went', async () => {
    const service = serviceWith();
    first.failNext('unavailable');
    const { id } = await service.sendCode(code);
    clock.advance(1000);
    expect(service.explain(id)).toMatchObject({
      messageId: id,
      to: '+********3456',
      country: 'GB',
      route: ['first', 'second'],
      routeReason: 'configured-order',
      outcome: 'accepted',
      attempts: [
        { provider: 'first', outcome: 'unavailable', maybeSent: false },
        { provider: 'second', reason: 'after-failure', outcome: 'accepted' },
      ],
    });
    expect(JSON.stringify(service.explain(id))).not.toContain(code.code);
    expect(service.explain('another')).toBeUndefined();
  });

  it('explains a failure by the message it names', async () => {
    const service = serviceWith();
    first.failNext('unavailable');
    second.failNext('opted-out');
    const error: unknown = await service.sendCode(code).catch((thrown: unknown) => thrown);
    assert(error instanceof UndeliverableError, 'it is undeliverable');
    const { messageId, route, routeReason, attempts } = error;
    expect(service.explain(messageId)).toMatchObject({ outcome: 'opted-out', route, routeReason, attempts });
    expect(route).toEqual(['first', 'second']);
  });

  it('sends nothing once it is closed', async () => {
    const service = serviceWith();
    await service.close();
    await expect(service.sendCode(code)).rejects.toMatchObject({ name: 'ClosedError' });
    expect(first.messages).toEqual([]);
  });

  it('gives up with its caller', async () => {
    const gone = new Error('gone');
    const sending = serviceWith().sendCode({ ...code, signal: AbortSignal.abort(gone) });
    await expect(sending).rejects.toBe(gone);
    expect([...first.messages, ...second.messages]).toEqual([]);
  });
});
