import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { guardAll } from '../sms.providers.js';
import { hang } from '../testing/guarded-alone.js';
import { ManualClock } from '../testing/manual-clock.js';
import { smsServiceOf } from '../testing/sms-service-of.js';
import { type SmsEvent, SmsEvents } from './sms.events.js';

Logger.overrideLogger(false);

describe('SmsEvents', () => {
  it('tells every change of a circuit, of the provider and of the country', async () => {
    const clock = new ManualClock();
    const options = parseSmsOptions({ order: ['own'], failover: { consecutiveFailures: 1, openMs: 1000 } });
    const own = new MockProvider('own');
    const events = new SmsEvents();
    const told: SmsEvent[] = [];
    events.stream.subscribe((event) => told.push(event));
    const guarded = guardAll([own], options, clock, () => 0, events);
    const sms = smsServiceOf(options, clock, { guarded });
    const send = () => sms.send({ to: '+447400123456', text: 'hello' });

    own.failNext('route-refused');
    await send().catch(() => {});
    expect(told.filter(({ type }) => type === 'circuit-changed')).toEqual([
      { type: 'circuit-changed', provider: 'own', country: 'GB', from: 'closed', to: 'open', by: 'itself' },
    ]);

    clock.advance(1000);
    own.failNext('misconfigured');
    await send().catch(() => {});
    clock.advance(1000);
    await send();
    expect(told).toContainEqual({
      type: 'attention-needed',
      provider: 'own',
      kind: 'misconfigured',
      code: 'mock',
      messageId: expect.any(String),
    });
    expect(
      told
        .filter((event) => event.type === 'circuit-changed' && event.country === undefined)
        .map((event) => 'from' in event && `${event.from} to ${event.to}`),
    ).toEqual(['closed to open', 'open to half-open', 'half-open to closed']);
  });

  it('tells how every call to a provider ended, and how long it took, before it tells of the message', async () => {
    const clock = new ManualClock();
    const [twilio, own] = [{ name: 'twilio', send: hang }, new MockProvider('own')];
    const options = parseSmsOptions({ order: ['twilio', 'own'], providers: [twilio, own] });
    const events = new SmsEvents();
    const told: SmsEvent[] = [];
    events.stream.subscribe((event) => told.push(event));
    const sms = smsServiceOf(options, clock, {
      guarded: guardAll([twilio, own], options, clock, () => 0, events),
      events,
    });
    const sending = sms.sendCode({
      to: '+447400123456',
      code: '482913',
      appName: 'A',
      expiresInSeconds: 300,
    });
    await clock.advanceAsync(1000);
    const { id: messageId } = await sending;
    const about = { messageId, country: 'GB', purpose: 'one-time-code' };
    expect(told).toEqual([
      { type: 'attempt-ended', ...about, provider: 'own', outcome: 'accepted', tookMs: 0 },
      { type: 'attempt-ended', ...about, provider: 'twilio', outcome: 'outpaced', tookMs: 1000 },
      { type: 'message-accepted', ...about, provider: 'own', segments: 1, attempts: 2, tookMs: 1000 },
    ]);
  });
});
