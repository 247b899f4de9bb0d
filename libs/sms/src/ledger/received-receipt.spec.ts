import { describe, expect, it } from 'vitest';
import type { Receipt, ReceiptStatus } from '../providers/receipt-parser.js';
import { recordOf } from '../testing/record-of.js';
import type { MessageAttempt } from './message-attempt.js';
import type { MessageRecord } from './message-record.js';
import { afterReceipt } from './received-receipt.js';

const refused: MessageAttempt = {
  provider: 'first',
  status: 'failed',
  kind: 'throttled',
  code: '20429',
  segments: 1,
};
const accepted: MessageAttempt = {
  provider: 'second',
  providerMessageId: 'id',
  status: 'accepted',
  segments: 1,
  acceptedAt: 2,
};
const record = recordOf({
  attempts: [refused, accepted],
  watch: { state: 'armed', silentAt: 60 },
  contentUntil: 100,
});
const receiptOf = (status: ReceiptStatus, more: Partial<Receipt> = {}): Receipt =>
  Object.assign({ provider: 'second', providerMessageId: 'id', at: new Date(0) }, status, more);
const hear = (...statuses: ReceiptStatus[]) =>
  statuses.reduce((known, status) => afterReceipt(known, receiptOf(status), 7) ?? known, record);

const FAILED = { status: 'failed', kind: 'fraud-blocked', code: '30450' } as const;
const UNREACHED = { status: 'undelivered', kind: 'route-refused', code: '30003' } as const;

describe('afterReceipt', () => {
  it('moves the attempt it is about, and the message with it', () => {
    expect(hear({ status: 'sent' })).toMatchObject({
      status: 'sent',
      updatedAt: 7,
      attempts: [refused, { status: 'sent' }],
    });
  });

  it('keeps a code while it may have to go through another provider, and no longer', () => {
    expect(hear({ status: 'sent' }).contentUntil).toBe(100);
    expect(hear({ status: 'delivered' }).contentUntil).toBeUndefined();
    expect(hear(FAILED).contentUntil).toBeUndefined();
    expect(hear(UNREACHED).contentUntil).toBe(100);
  });

  it('leaves a watched code on its way when it failed, unless nobody else is to be asked', () => {
    expect(hear({ status: 'sent' }, UNREACHED)).toMatchObject({
      status: 'sent',
      watch: { state: 'armed' },
      attempts: [refused, UNREACHED],
    });
    expect(hear({ status: 'sent' }, FAILED)).toMatchObject({
      status: 'failed',
      watch: { state: 'spent', why: 'refused' },
    });
  });

  it('ends the watch with the arrival, and with nothing less', () => {
    expect(hear({ status: 'sent' }).watch).toEqual({ state: 'armed', silentAt: 60 });
    expect(hear(UNREACHED, { status: 'delivered' })).toMatchObject({
      status: 'delivered',
      watch: { state: 'off' },
    });
  });

  it('fails a code that is not watched', () => {
    const unwatched: MessageRecord = { ...record, watch: { state: 'off' } };
    expect(afterReceipt(unwatched, receiptOf(UNREACHED), 7)).toMatchObject({ status: 'undelivered' });
  });

  it('keeps how long the provider took to its first final word, where it told it by itself', () => {
    expect(hear({ status: 'sent' }).attempts[1]).not.toHaveProperty('heardAfterMs');
    expect(hear(UNREACHED).attempts[1]).toMatchObject({ heardAfterMs: 5 });
    const late = afterReceipt(hear(UNREACHED), receiptOf({ status: 'delivered' }), 50);
    expect(late?.attempts[1]).toMatchObject({ heardAfterMs: 5 });
    const asked = afterReceipt(record, receiptOf({ status: 'delivered' }), 7, 'asked') ?? record;
    expect(asked.attempts[1]).not.toHaveProperty('heardAfterMs');
    const price = { amount: 0.0075, currency: 'USD' };
    const priced = afterReceipt(asked, receiptOf({ status: 'delivered' }, { price }), 90);
    expect(priced?.attempts[1]).toMatchObject({ cost: price });
    expect(priced?.attempts[1]).not.toHaveProperty('heardAfterMs');
  });

  it('keeps why an attempt failed, until it was delivered after all', () => {
    expect(hear(FAILED)).toMatchObject({ status: 'failed', attempts: [refused, FAILED] });
    expect(hear(FAILED, { status: 'delivered' }).attempts[1]).toEqual({
      ...accepted,
      status: 'delivered',
      heardAfterMs: 5,
    });
  });

  it('keeps the message on its way while another attempt at it is', () => {
    const both = {
      ...record,
      attempts: [{ ...accepted, provider: 'first', providerMessageId: 'other' }, accepted],
    };
    expect(afterReceipt(both, receiptOf(FAILED), 7)).toMatchObject({ status: 'accepted' });
  });

  it.each<[string, ReceiptStatus[]]>([
    ['comes twice', [{ status: 'sent' }, { status: 'sent' }]],
    ['is older than the last', [{ status: 'delivered' }, { status: 'sent' }]],
    ['takes a delivery back', [{ status: 'delivered' }, FAILED]],
    ['is a word nobody knows', [{ status: 'unknown', code: 'odd' }]],
  ])('says nothing new when it %s', (_, [...statuses]) => {
    const last = statuses.pop() ?? FAILED;
    expect(afterReceipt(hear(...statuses), receiptOf(last), 9)).toBeUndefined();
  });

  it('is not about another message, or another provider', () => {
    expect(afterReceipt(record, receiptOf(FAILED, { providerMessageId: 'other' }), 7)).toBeUndefined();
    expect(afterReceipt(record, receiptOf(FAILED, { provider: 'first' }), 7)).toBeUndefined();
  });

  it('keeps the first price it hears', () => {
    const price = { amount: 0.0075, currency: 'USD' };
    const priced = afterReceipt(record, receiptOf({ status: 'delivered' }, { price }), 7) ?? record;
    expect(priced.attempts[1]?.cost).toEqual(price);
    expect(afterReceipt(priced, receiptOf({ status: 'delivered' }, { price }), 9)).toBeUndefined();
  });
});
