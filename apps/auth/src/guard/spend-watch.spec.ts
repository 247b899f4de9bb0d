import { PumpingCounters, SmsEvents, SmsService } from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { DecisionStore } from './decision.store.js';
import { SpendWatch } from './spend-watch.js';

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ SMS_SEGMENT_PRICES: 'GB=0.04' });
});

afterEach(() => auth.app.close());

const spentMicros = () => auth.app.get(PumpingCounters).addSpend(0, auth.clock.now());
/** What the receipts of every message say. */
const receiptsSay = (...costs: { amount: number; currency: string }[]) => {
  const sms = auth.app.get(SmsService);
  const status = sms.status.bind(sms);
  sms.status = async (id) => {
    const record = await status(id);
    const [attempt] = record?.attempts ?? [];
    return record && attempt && { ...record, attempts: costs.map((cost) => ({ ...attempt, cost })) };
  };
};
const messageId = async () => {
  await auth.start();
  return auth.mock.messages.at(-1)?.id ?? '';
};

describe('the ledger', () => {
  it('estimates what a code cost by the prices of the guard', async () => {
    const record = await auth.app.get(SmsService).status(await messageId());
    expect(record?.attempts).toMatchObject([{ estimatedCost: { amount: 0.04, currency: 'USD' } }]);
  });
});

describe('SpendWatch', () => {
  it('puts what a message cost, over all its attempts, in the place of the estimate', async () => {
    const id = await messageId();
    expect(await spentMicros()).toBe(40_000);
    receiptsSay({ amount: 0.03, currency: 'USD' }, { amount: 0.0325, currency: 'usd' });
    await auth.app.get(SpendWatch).note(id);
    expect(await spentMicros()).toBe(62_500);
    expect(await auth.app.get(DecisionStore).costOf(id)).toMatchObject({ cost_micros: 62_500 });
  });

  it('hears of a receipt by the event that tells of it', async () => {
    const id = await messageId();
    receiptsSay({ amount: 0.01, currency: 'USD' });
    auth.app.get(SmsEvents).tell({
      type: 'message-status-changed',
      messageId: id,
      country: 'GB',
      purpose: 'one-time-code',
      from: 'accepted',
      to: 'delivered',
    });
    await vi.waitFor(async () => expect(await spentMicros()).toBe(10_000));
  });

  it('adds nothing twice, of however many receipts at the same moment', async () => {
    const id = await messageId();
    receiptsSay({ amount: 0.01, currency: 'USD' });
    const watch = auth.app.get(SpendWatch);
    await Promise.all(Array.from({ length: 10 }, () => watch.note(id)));
    expect(await spentMicros()).toBe(10_000);
  });

  it('keeps the estimate where no receipt tells a price in US dollars, and for messages it does not know', async () => {
    const id = await messageId();
    const watch = auth.app.get(SpendWatch);
    await watch.note(id);
    receiptsSay({ amount: 0.5, currency: 'EUR' });
    await watch.note(id);
    await watch.note('unknown');
    expect(await spentMicros()).toBe(40_000);
  });

  it('adds to the day the message was sent on', async () => {
    const id = await messageId();
    receiptsSay({ amount: 0.01, currency: 'USD' });
    auth.clock.advance(86_400);
    await auth.app.get(SpendWatch).note(id);
    expect(await spentMicros()).toBe(0);
    auth.clock.advance(-86_400);
    expect(await spentMicros()).toBe(10_000);
  });
});
