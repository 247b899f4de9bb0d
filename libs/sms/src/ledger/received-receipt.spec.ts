import { describe, expect, it } from 'vitest';
import type { Receipt, ReceiptStatus } from '../providers/receipt-parser.js';
import type { MessageAttempt, MessageRecord } from './message-record.js';
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
};
const record: MessageRecord = {
  id: 'm',
  status: 'accepted',
  purpose: 'one-time-code',
  country: 'GB',
  segments: 1,
  route: ['first', 'second'],
  attempts: [refused, accepted],
  createdAt: 0,
  settleBy: 10,
  updatedAt: 0,
  contentUntil: 100,
  dueAt: 50,
};
const receiptOf = (status: ReceiptStatus, more: Partial<Receipt> = {}): Receipt =>
  Object.assign({ provider: 'second', providerMessageId: 'id', at: new Date(0) }, status, more);
const hear = (...statuses: ReceiptStatus[]) =>
  statuses.reduce((known, status) => afterReceipt(known, receiptOf(status), 7) ?? known, record);

const FAILED = { status: 'failed', kind: 'fraud-blocked', code: '30450' } as const;

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
    const refusedRoute = { status: 'undelivered', kind: 'route-refused', code: '30003' } as const;
    expect(hear(refusedRoute).contentUntil).toBe(100);
  });

  it('keeps why an attempt failed, until it was delivered after all', () => {
    expect(hear(FAILED)).toMatchObject({ status: 'failed', attempts: [refused, FAILED] });
    expect(hear(FAILED, { status: 'delivered' }).attempts[1]).toEqual({ ...accepted, status: 'delivered' });
  });

  it('keeps the message on its way while another attempt at it is', () => {
    const both = {
      ...record,
      attempts: [{ ...accepted, provider: 'first', providerMessageId: 'other' }, accepted],
    };
    expect(afterReceipt(both, receiptOf(FAILED), 7)).toMatchObject({ status: 'accepted', contentUntil: 100 });
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
