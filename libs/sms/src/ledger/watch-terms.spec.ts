import { describe, expect, it } from 'vitest';
import { recordOf } from '../testing/record-of.js';
import type { MessageAttempt } from './message-attempt.js';
import type { MessageRecord } from './message-record.js';
import { type WatchTerms, watchOver } from './watch-terms.js';

const TERMS: WatchTerms = {
  minLifeMs: 30_000,
  silenceMs: (provider) => ({ quick: 10_000, slow: 40_000 })[provider],
  account: () => {},
};
const accepted = (provider: string, acceptedAt = 1000): MessageAttempt => {
  return { provider, providerMessageId: 'id', status: 'accepted', segments: 1, acceptedAt };
};
const RECORD = recordOf({ status: 'sending', route: ['quick', 'slow', 'mute', 'other'] });

const over = (attempts: readonly MessageAttempt[], change: Partial<MessageRecord> = {}, now = 1000) =>
  watchOver({ ...RECORD, ...change }, attempts, TERMS, now);
const OFF = { state: 'off' };

describe('watchOver', () => {
  it('takes silence for a failure after what is usual for the provider that accepted', () => {
    expect(over([accepted('quick')])).toEqual({ state: 'armed', silentAt: 11_000 });
  });

  it('waits for the last of those that accepted', () => {
    const both = [accepted('slow'), accepted('quick', 1500)];
    expect(over(both)).toEqual({ state: 'armed', silentAt: 41_000 });
  });

  it('takes nothing from silence where that of one says nothing', () => {
    expect(over([accepted('quick'), accepted('mute')])).toEqual({ state: 'armed', silentAt: undefined });
  });

  it('takes nothing from silence that would last until the code is as good as dead', () => {
    expect(over([accepted('slow')], { contentUntil: 71_000 })).toEqual({ state: 'armed', silentAt: 41_000 });
    expect(over([accepted('slow')], { contentUntil: 70_999 })).toEqual({
      state: 'armed',
      silentAt: undefined,
    });
  });

  it.each<[string, Partial<MessageRecord>]>([
    ['a notification', { purpose: 'notification' }],
    [
      'a code whose outcome is known already',
      { codeOutcome: { outcome: 'verified', at: 1, report: { state: 'none' } } },
    ],
    ['a code whose text is gone', { contentUntil: undefined }],
    ['a code that is as good as dead', { contentUntil: 31_000 }],
    ['a code nobody else can carry', { route: ['quick'] }],
  ])('is off for %s', (_, change) => {
    expect(over([accepted('quick')], change)).toEqual(OFF);
  });

  it('is off after a failure after which nobody else is to be asked', () => {
    const refused: MessageAttempt = { provider: 'slow', status: 'failed', kind: 'opted-out', segments: 1 };
    expect(over([refused, accepted('quick')])).toEqual(OFF);
  });
});
