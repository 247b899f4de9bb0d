import { DATABASE, type Database } from '@standby/database';
import {
  type Cost,
  type MessageResent,
  type MessageStatusChanged,
  PumpingCounters,
  SmsEvents,
  SmsService,
} from '@standby/sms';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthApp, startAuthApp } from '../testing/auth-app.js';
import { DecisionStore } from './decision.store.js';
import { SpendWatch } from './spend-watch.js';

const ABOUT = { messageId: '', country: 'GB', purpose: 'one-time-code' } as const;
const TWILIO_FIRST = {
  SMS_SEGMENT_PRICES: 'GB=0.04',
  SMS_PROVIDER: 'failover',
  SMS_FAILOVER_ORDER: 'twilio,mock',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM_NUMBER: '+15005550006',
};

let auth: AuthApp;

beforeEach(async () => {
  auth = await startAuthApp({ SMS_SEGMENT_PRICES: 'GB=0.04' });
});

afterEach(() => auth.app.close());

const spentMicros = () => auth.app.get(PumpingCounters).addSpend(0, auth.clock.now());
/** What the receipts of every message say, one of each copy; `undefined` where none has told a price. */
const receiptsSay = (...costs: (Cost | undefined)[]) => {
  const sms = auth.app.get(SmsService);
  const status = sms.status.bind(sms);
  sms.status = async (id) => {
    const record = await status(id);
    const [attempt] = record?.attempts ?? [];
    const copies = attempt && costs.map((cost) => (cost ? { ...attempt, cost } : attempt));
    return record && copies && { ...record, attempts: copies };
  };
};
const tell = (messageId: string, event: MessageStatusChanged | MessageResent) =>
  auth.app.get(SmsEvents).tell({ ...event, messageId });
const messageId = async () => {
  await auth.start();
  return auth.mock.messages.at(-1)?.id ?? '';
};

const costSourceOf = async (id: string) => {
  const decided = auth.app.get<Database>(DATABASE).selectFrom('guard_decisions').select('cost_source');
  return (await decided.where('message_id', '=', id).executeTakeFirst())?.cost_source;
};

describe('a code that went out twice', () => {
  beforeEach(async () => {
    await auth.app.close();
    auth = await startAuthApp(TWILIO_FIRST);
    auth.twilio.failNext('ambiguous');
  });

  it('costs twice as much, at once, and by what its receipts say', async () => {
    const id = await messageId();
    expect(await spentMicros()).toBe(80_000);
    await auth.app.get(SpendWatch).note(id);
    expect(await spentMicros()).toBe(80_000);
  });

  it('costs twice as much where nobody is known to have accepted it', async () => {
    auth.mock.failNext('ambiguous');
    await messageId();
    expect(auth.mock.messages).toEqual([]);
    expect(await spentMicros()).toBe(80_000);
  });
});

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
    expect(await costSourceOf(id)).toBe('receipt');
  });

  it('counts a copy of which nobody tells the price by its estimate', async () => {
    const id = await messageId();
    receiptsSay(undefined, { amount: 0.00645, currency: 'USD' });
    await auth.app.get(SpendWatch).note(id);
    expect(await spentMicros()).toBe(46_450);
    expect(await costSourceOf(id)).toBe('estimate');
  });

  it('counts the copy that was sent once more, as soon as it is told of', async () => {
    const id = await messageId();
    receiptsSay(undefined, undefined);
    tell(id, { type: 'message-resent', ...ABOUT, cause: 'silent', provider: 'mock' });
    await vi.waitFor(async () => expect(await spentMicros()).toBe(80_000));
  });

  it('notes the latest word where two are noted at the same moment', async () => {
    const id = await messageId();
    const sms = auth.app.get(SmsService);
    const record = await sms.status(id);
    let asked = 0;
    sms.status = async () => {
      asked += 1;
      const cost = { amount: asked === 1 ? 0.01 : 0.02, currency: 'USD' };
      return record && { ...record, attempts: record.attempts.map((each) => ({ ...each, cost })) };
    };
    const watch = auth.app.get(SpendWatch);
    await Promise.all([watch.note(id), watch.note(id)]);
    expect(await spentMicros()).toBe(20_000);
  });

  it('hears of a receipt by the event that tells of it', async () => {
    const id = await messageId();
    receiptsSay({ amount: 0.01, currency: 'USD' });
    tell(id, { type: 'message-status-changed', ...ABOUT, from: 'accepted', to: 'delivered' });
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
