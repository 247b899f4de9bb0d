import { describe, expect, it } from 'vitest';
import { type DeliveryStatus, isFinal, type MessageStatus, moved, statusAfter } from './message-status.js';

const STATUSES: readonly MessageStatus[] = [
  'sending',
  'unknown',
  'accepted',
  'sent',
  'undelivered',
  'failed',
  'delivered',
];
const attempts = (...statuses: DeliveryStatus[]) => statuses.map((status) => ({ status }));

describe('moved', () => {
  it('never leads back: whatever follows, no status comes twice', () => {
    const endings = (seen: readonly MessageStatus[]): number => {
      const current = seen.at(-1) ?? 'sending';
      const next = STATUSES.filter((status) => moved(current, status) !== current);
      expect(next.filter((status) => seen.includes(status))).toEqual([]);
      return next.reduce((count, status) => count + endings([...seen, status]), 1);
    };
    expect(endings(['sending'])).toBeGreaterThan(10);
  });

  it('ends every order of words that holds a delivery with the delivery', () => {
    for (const first of STATUSES)
      for (const second of STATUSES)
        expect(moved(moved(moved('accepted', first), second), 'delivered')).toBe('delivered');
  });

  it.each(STATUSES)('leaves a delivered message delivered when it hears %s', (status) => {
    expect(moved('delivered', status)).toBe('delivered');
  });

  it('ignores a word that is older than the last', () => {
    expect(moved<MessageStatus>('sent', 'accepted')).toBe('sent');
    expect(moved<MessageStatus>('undelivered', 'sent')).toBe('undelivered');
    expect(moved<MessageStatus>('undelivered', 'failed')).toBe('undelivered');
  });
});

describe('statusAfter', () => {
  it.each([
    ['accepted', attempts('failed', 'accepted')],
    ['accepted', attempts('undelivered', 'accepted')],
    ['delivered', attempts('delivered', 'undelivered')],
    ['unknown', attempts('unknown', 'failed')],
    ['undelivered', attempts('failed', 'undelivered')],
    ['failed', attempts()],
  ])('says %s of a message that is sent by %j', (status, given) => {
    expect(statusAfter('sending', given)).toBe(status);
  });

  it('does not wait for an attempt nobody knows the end of, once a provider accepted the message', () => {
    expect(statusAfter('sending', attempts('unknown', 'accepted'))).toBe('accepted');
    expect(statusAfter('accepted', attempts('unknown', 'undelivered'))).toBe('undelivered');
    expect(statusAfter('sending', attempts('unknown', 'failed'))).toBe('unknown');
  });

  it('waits for an attempt that is on its way', () => {
    expect(statusAfter('sent', attempts('undelivered', 'accepted'))).toBe('sent');
  });
});

describe('isFinal', () => {
  it('is true of what only a late delivery can change', () => {
    expect(STATUSES.filter(isFinal)).toEqual(['undelivered', 'failed', 'delivered']);
  });
});
