import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SmsEvent } from './events/sms.events.js';
import { MemoryMessageLedger } from './ledger/memory-message-ledger.js';
import type { WatchTerms } from './ledger/watch-terms.js';
import type { MockProvider } from './providers/mock/mock.provider.js';
import { SmsService } from './sms.service.js';
import type { ManualClock } from './testing/manual-clock.js';
import { TwoProvidersOnALedger } from './testing/two-providers-on-a-ledger.js';

Logger.overrideLogger(false);

const WATCH: WatchTerms = { minLifeMs: 30_000, silenceMs: () => 20_000, account: () => {} };
const CODE = { to: '+447400123456', code: '482913', appName: 'Example', expiresInSeconds: 300 };

let clock: ManualClock;
let first: MockProvider;
let second: MockProvider;
let told: SmsEvent[];
let setting: TwoProvidersOnALedger;

beforeEach(() => {
  setting = new TwoProvidersOnALedger();
  ({ clock, first, second, told } = setting);
});

describe('the record of a send', () => {
  it('is written before a provider is asked', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger());
    const seen: unknown[] = [];
    const send = first.send.bind(first);
    first.send = async (message, signal) => {
      seen.push(await sms.status(message.id));
      return send(message, signal);
    };
    await sms.sendCode(CODE);
    expect(seen).toMatchObject([{ status: 'sending', route: ['first', 'second'], attempts: [] }]);
  });

  it('keeps every attempt, and is accepted when one was', async () => {
    first.failNext('route-refused');
    const sms = setting.serviceOn(new MemoryMessageLedger());
    const { id } = await sms.sendCode(CODE);
    expect(await sms.status(id)).toMatchObject({
      status: 'accepted',
      attempts: [
        { provider: 'first', status: 'failed', kind: 'route-refused', code: 'mock' },
        { provider: 'second', status: 'accepted', providerMessageId: 'mock-1', segments: 1 },
      ],
    });
    expect(told).toMatchObject([
      { type: 'message-accepted', messageId: id, provider: 'second', attempts: 2 },
    ]);
  });

  it('estimates what it cost by the price of its country, where it may have been sent', async () => {
    first.failNext('route-refused');
    const prices = { usdPerSegment: 0.05, byCountry: new Map([['GB', 0.04]]) };
    const sms = setting.serviceOn(new MemoryMessageLedger(), { watch: WATCH, prices });
    const { id } = await sms.sendCode(CODE);
    const costs = (await sms.status(id))?.attempts.map(({ estimatedCost }) => estimatedCost);
    expect(costs).toEqual([undefined, { amount: 0.04, currency: 'USD' }]);
  });

  it('counts as attempts only those that were made, not who was passed over', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger());
    first.failNext('misconfigured');
    await sms.sendCode(CODE);
    const { attempts } = await sms.sendCode(CODE);
    expect(attempts.map(({ reason }) => reason)).toEqual(['passed-over', 'after-failure']);
    expect(told.map((event) => event.type === 'message-accepted' && event.attempts)).toEqual([2, 1]);
  });

  it('keeps the text of a code for as long as it may have to go elsewhere', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger(), { watch: WATCH });
    const { id } = await sms.sendCode(CODE);
    const now = clock.wallMs();
    expect(await sms.status(id)).toMatchObject({
      watch: { state: 'armed', silentAt: now + 20_000 },
      contentUntil: now + 300_000,
      dueAt: now + 20_000,
      attempts: [{ acceptedAt: now }],
    });
  });

  it.each<[string, (sms: SmsService) => Promise<{ id: string }>]>([
    [
      'nobody else could carry',
      (sms) => {
        first.failNext('route-refused');
        return sms.sendCode(CODE);
      },
    ],
    ['is a notification', (sms) => sms.send({ to: CODE.to, text: 'hello' })],
    ['dies soon', (sms) => sms.sendCode({ ...CODE, expiresInSeconds: 30 })],
  ])('gives up at once the text of what %s', async (_, send) => {
    const sms = setting.serviceOn(new MemoryMessageLedger(), { watch: WATCH });
    const { id } = await send(sms);
    const over = { watch: { state: 'off' }, contentUntil: undefined, dueAt: undefined };
    expect(await sms.status(id)).toMatchObject(over);
  });

  it('does not watch a code whose caller was told that it failed', async () => {
    const ledger = new MemoryMessageLedger();
    const sms = setting.serviceOn(ledger, { watch: WATCH });
    first.failNext('ambiguous');
    second.failNext('ambiguous');
    await sms.sendCode(CODE).catch(() => {});
    const [event] = told;
    const id = event?.type === 'message-undeliverable' ? event.messageId : '';
    expect(await ledger.find(id)).toMatchObject({ status: 'unknown', watch: { state: 'off' } });
  });

  it('says of a message nobody accepted that it failed, and why', async () => {
    first.failNext('opted-out');
    const ledger = new MemoryMessageLedger();
    await setting
      .serviceOn(ledger)
      .sendCode(CODE)
      .catch(() => {});
    expect(told).toMatchObject([{ type: 'message-undeliverable', kind: 'opted-out', maybeSent: false }]);
    const [event] = told;
    const id = event?.type === 'message-undeliverable' ? event.messageId : '';
    expect(await ledger.find(id)).toMatchObject({
      status: 'failed',
      contentUntil: undefined,
      dueAt: undefined,
    });
  });

  it('is unknown for a notification that may have been sent', async () => {
    first.failNext('ambiguous');
    const sms = setting.serviceOn(new MemoryMessageLedger());
    const { id } = await sms.send({ to: CODE.to, text: 'hello' });
    expect(await sms.status(id)).toMatchObject({ status: 'unknown', attempts: [{ status: 'unknown' }] });
    expect(told).toMatchObject([{ type: 'message-undeliverable', kind: 'unknown', maybeSent: true }]);
  });

  it('ends as failed, and nothing was sent, when time was up before anybody was asked', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger());
    const sending = sms.sendCode(CODE);
    clock.advance(10_000);
    const end = { kind: 'overloaded', maybeSent: false };
    await expect(sending).rejects.toMatchObject({ name: 'UndeliverableError', ...end, attempts: [] });
    const event = told.at(-1);
    expect(event).toMatchObject({ type: 'message-undeliverable', ...end });
    const id = event?.type === 'message-undeliverable' ? event.messageId : '';
    expect(sms.explain(id)).toMatchObject({ outcome: 'overloaded', attempts: [] });
    expect(await sms.status(id)).toMatchObject({ status: 'failed' });
    expect(first.messages).toEqual([]);
  });

  it('ends as failed when the caller gave up before anybody was asked', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger());
    const reason = new Error('no longer wanted');
    const sending = sms.sendCode({ ...CODE, signal: AbortSignal.abort(reason) });
    await expect(sending).rejects.toBe(reason);
    expect(told).toMatchObject([{ type: 'message-undeliverable', kind: 'abandoned', maybeSent: false }]);
  });

  it('leaves what it would have replaced as it is when the caller gave up before', async () => {
    const sms = setting.serviceOn(new MemoryMessageLedger(), { watch: WATCH });
    const { id } = await sms.sendCode(CODE);
    const before = await sms.status(id);
    const again = sms.sendCode({ ...CODE, replaces: id, signal: AbortSignal.abort() });
    await expect(again).rejects.toThrow();
    expect(await sms.status(id)).toEqual(before);
    expect(before).toMatchObject({ watch: { state: 'armed' }, codeOutcome: undefined });
  });
});
