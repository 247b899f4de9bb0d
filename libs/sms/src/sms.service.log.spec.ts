import { Logger, type LoggerService } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSmsOptions } from './parse-sms-options.js';
import { MockProvider } from './providers/mock/mock.provider.js';
import { ManualClock } from './testing/manual-clock.js';
import { smsServiceOf } from './testing/sms-service-of.js';

let lines: { level: string; entry: unknown; context: unknown }[];

/** Nest puts the context last, behind a stack for an error. */
const capture =
  (level: string) =>
  (entry: unknown, ...rest: unknown[]) =>
    lines.push({ level, entry, context: rest.at(-1) });
const capturing: LoggerService = { log: capture('log'), warn: capture('warn'), error: capture('error') };

beforeEach(() => {
  lines = [];
  Logger.overrideLogger(capturing);
});

afterEach(() => Logger.overrideLogger(true));

const provider = () => new MockProvider('own');
const sendThrough = async (own: MockProvider) => {
  const options = parseSmsOptions({
    order: ['own'],
    providers: [own],
    environment: 'test',
    failover: { consecutiveFailures: 1 },
  });
  const service = smsServiceOf(options, new ManualClock());
  const code = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };
  await service.sendCode(code).catch(() => {});
};

describe('the log of a send', () => {
  it('has one line for a message that was accepted', async () => {
    await sendThrough(provider());
    expect(lines).toEqual([
      {
        level: 'log',
        context: 'Sms',
        entry: expect.objectContaining({
          msg: 'message accepted',
          to: '+********3456',
          country: 'GB',
          purpose: 'one-time-code',
          segments: 1,
          attempts: [expect.objectContaining({ provider: 'own', outcome: 'accepted' })],
        }),
      },
    ]);
  });

  it('warns of a message nobody accepted, with every attempt, and of a breaker that opens', async () => {
    const own = provider();
    own.failNext('ambiguous');
    await sendThrough(own);
    expect(lines).toMatchObject([
      { level: 'warn', context: 'SmsProvider', entry: { msg: 'circuit open', provider: 'own' } },
      { level: 'warn', context: 'SmsProvider', entry: { msg: 'circuit open', country: 'GB' } },
      {
        level: 'warn',
        context: 'Sms',
        entry: {
          msg: 'message ambiguous',
          outcome: 'ambiguous',
          attempts: [{ provider: 'own', code: 'mock' }],
        },
      },
    ]);
  });

  it('has an error for a failure that somebody has to mend, beside what follows of it', async () => {
    const own = provider();
    own.failNext('misconfigured');
    await sendThrough(own);
    expect(lines).toMatchObject([
      { level: 'warn', context: 'SmsProvider', entry: { msg: 'circuit open' } },
      {
        level: 'error',
        context: 'SmsProvider',
        entry: { msg: 'attention needed', provider: 'own', kind: 'misconfigured', code: 'mock' },
      },
      { level: 'warn', context: 'Sms', entry: { msg: 'message misconfigured' } },
    ]);
  });

  it('shows neither the number nor the text nor the code', async () => {
    const own = provider();
    await sendThrough(own);
    own.failNext('ambiguous');
    await sendThrough(own);
    own.failNext('misconfigured');
    await sendThrough(own);
    const written = JSON.stringify(lines);
    expect(lines).toHaveLength(7);
    expect(written).not.toContain('7400123456');
    expect(written).not.toContain('482913');
    expect(written).not.toContain('is your');
  });
});
