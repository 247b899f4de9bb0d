import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { guardAll } from '../sms.providers.js';
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
    expect(told).toEqual([
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
});
