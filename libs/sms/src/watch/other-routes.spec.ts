import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import { normalise } from '../message/outbound-message.js';
import { parseSmsOptions } from '../parse-sms-options.js';
import type { GuardedProvider } from '../providers/guarded-provider.js';
import { MockProvider } from '../providers/mock/mock.provider.js';
import { guardAll } from '../sms.providers.js';
import { ManualClock } from '../testing/manual-clock.js';
import { OtherRoutes } from './other-routes.js';

Logger.overrideLogger(false);

const MESSAGE = normalise({ to: '+447400123456', text: 'hello', purpose: 'one-time-code' }, 'm');

let clock: ManualClock;
let first: MockProvider;
let second: MockProvider;
let candidates: readonly GuardedProvider[];
let routes: OtherRoutes;

beforeEach(() => {
  clock = new ManualClock();
  [first, second] = [new MockProvider('first'), new MockProvider('second')];
  const providers = [first, second];
  const options = parseSmsOptions({
    order: ['first', 'second'],
    providers,
    environment: 'test',
    failover: { retryBurst: 1, retryShare: 0 },
  });
  candidates = guardAll(providers, options, clock, () => 0);
  const prices = { usdPerSegment: 0.04, byCountry: new Map() };
  routes = new OtherRoutes(candidates, options.failover, clock, () => 0, prices);
});

const ask = (isWanted: () => Promise<boolean> = async () => true) =>
  routes.send(MESSAGE, candidates, isWanted);

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

  it('estimates what the copies cost', async () => {
    first.failNext('route-refused');
    const costs = (await ask()).attempts.map(({ estimatedCost }) => estimatedCost);
    expect(costs).toEqual([undefined, { amount: 0.04, currency: 'USD' }]);
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

  it('keeps whoever was passed over as such', async () => {
    first.failNext('misconfigured');
    await ask();
    expect((await ask()).attempts).toMatchObject([
      { provider: 'first', reason: 'passed-over', status: 'failed' },
      { provider: 'second', reason: 'watch', status: 'accepted' },
    ]);
  });

  it('asks nobody once it is not wanted, and keeps nothing of that', async () => {
    expect(await ask(async () => false)).toEqual({ watch: { state: 'off' }, attempts: [] });
    expect([...first.messages, ...second.messages]).toEqual([]);
  });

  it('asks nobody whose time was over before it was known to be wanted, and keeps that', async () => {
    const asking = ask(() => new Promise(() => {}));
    await clock.advanceAsync(20_000);
    const { attempts, watch } = await asking;
    expect(watch).toEqual({ state: 'spent', why: 'undeliverable' });
    const told = attempts.map(({ provider, status, code }) => `${provider} ${status} ${code}`);
    expect(new Set(told)).toEqual(new Set(['first failed ABORTED', 'second failed ABORTED']));
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
