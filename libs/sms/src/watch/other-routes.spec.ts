import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { OtherRoutes } from './other-routes.js';

Logger.overrideLogger(false);

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'one-time-code' }, 'm');

let clock: ManualClock;
let first: MockProvider;
let second: MockProvider;

beforeEach(() => {
  clock = new ManualClock();
  [first, second] = [new MockProvider('first'), new MockProvider('second')];
});

const ask = (isWanted: () => Promise<boolean> = async () => true) => {
  const providers = [first, second];
  const given = { order: ['first', 'second'], providers, environment: 'test' } as const;
  const options = parseSmsOptions({
    ...given,
    failover: { consecutiveFailures: 1, retryBurst: 1, retryShare: 0 },
  });
  const carriers = guardAll(providers, options, clock, () => 0);
  const routes = new OtherRoutes(carriers, options.failover, clock, () => 0);
  return routes.send(MESSAGE, carriers, isWanted);
};

describe('OtherRoutes', () => {
  it('keeps whoever was asked, all because of the watch', async () => {
    first.failNext('route-refused');
    expect(await ask()).toMatchObject({
      watch: { state: 'spent', why: 'resent' },
      attempts: [
        { provider: 'first', status: 'failed', reason: 'watch', kind: 'route-refused' },
        { provider: 'second', status: 'accepted', reason: 'watch', providerMessageId: 'mock-1' },
      ],
    });
  });

  it('takes a message that may have been sent for one that was', async () => {
    first.failNext('ambiguous');
    second.failNext('route-refused');
    expect(await ask()).toMatchObject({
      watch: { state: 'spent', why: 'resent' },
      attempts: [{ status: 'unknown' }, { status: 'failed' }],
    });
  });

  it('says that nobody took it', async () => {
    first.failNext('route-refused');
    second.failNext('misconfigured');
    expect(await ask()).toMatchObject({ watch: { state: 'spent', why: 'undeliverable' } });
  });

  it('asks nobody once it is not wanted, and keeps nothing of that', async () => {
    expect(await ask(async () => false)).toEqual({ watch: { state: 'off' }, attempts: [] });
    expect([...first.messages, ...second.messages]).toEqual([]);
  });

  it('gives no silent provider company', async () => {
    first.send = () => new Promise(() => {});
    const asking = ask();
    await clock.advanceAsync(1900);
    expect(second.messages).toEqual([]);
    await clock.advanceAsync(10_000);
    expect((await asking).attempts).toMatchObject([{ provider: 'first' }, { provider: 'second' }]);
  });
});
