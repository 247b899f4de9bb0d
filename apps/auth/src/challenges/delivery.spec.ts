import type { MessageAttempt, MessageRecord } from '@standby/sms';
import { describe, expect, it } from 'vitest';
import { type Delivery, deliveryOf } from './delivery.js';

const ATTEMPT: MessageAttempt = { provider: 'first', status: 'sent', segments: 1 };
const FAILED: MessageAttempt = { ...ATTEMPT, status: 'undelivered', kind: 'route-refused' };
const ARMED: MessageRecord = {
  id: 'm',
  status: 'sent',
  purpose: 'one-time-code',
  country: 'GB',
  segments: 1,
  route: ['first', 'second'],
  attempts: [ATTEMPT],
  watch: { state: 'armed', silentAt: 20 },
  codeOutcome: undefined,
  createdAt: 0,
  settleBy: 10,
  updatedAt: 0,
  contentUntil: 100,
  dueAt: 20,
};

describe('deliveryOf', () => {
  it.each<[string, Partial<MessageRecord>, Delivery]>([
    ['one a provider accepted', {}, 'on-its-way'],
    ['one nobody can say anything of', { status: 'unknown', watch: { state: 'off' } }, 'on-its-way'],
    ['one that failed and may still go elsewhere', { attempts: [FAILED] }, 'trying-another-route'],
    [
      'one others are being asked for',
      { watch: { state: 'resending', cause: 'silent', since: 0, settleBy: 1 } },
      'trying-another-route',
    ],
    ['one another took', { watch: { state: 'spent', why: 'resent' } }, 'trying-another-route'],
    ['one nothing more can be done for', { watch: { state: 'spent', why: 'no-budget' } }, 'on-its-way'],
    [
      'one that arrived by another route',
      { status: 'delivered', watch: { state: 'spent', why: 'resent' } },
      'delivered',
    ],
    ['one that failed', { status: 'undelivered', watch: { state: 'spent', why: 'resent' } }, 'not-delivered'],
    [
      'one that was refused',
      { status: 'failed', watch: { state: 'spent', why: 'refused' } },
      'not-delivered',
    ],
  ])('says of %s', (_, change, delivery) => {
    expect(deliveryOf({ ...ARMED, ...change })).toBe(delivery);
  });

  it('says that one the ledger does not have is on its way', () => {
    expect(deliveryOf(undefined)).toBe('on-its-way');
  });
});
