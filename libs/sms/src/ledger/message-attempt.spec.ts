import { describe, expect, it } from 'vitest';
import type { Attempt } from '../routing/attempt.js';
import { keptAttempt, type MessageAttempt, untriedIn } from './message-attempt.js';

const made = { provider: 'first', reason: 'first-choice', tookMs: 12.6, maybeSent: true } as const;

const COST = { amount: 0.08, currency: 'USD' };

describe('keptAttempt', () => {
  it('keeps when and under which id a provider took the message', () => {
    expect(keptAttempt({ ...made, outcome: 'accepted', providerMessageId: 'id' }, 2, 99)).toEqual({
      provider: 'first',
      providerMessageId: 'id',
      status: 'accepted',
      reason: 'first-choice',
      tookMs: 13,
      segments: 2,
      acceptedAt: 99,
    });
  });

  it.each<[Attempt, object]>([
    [
      { ...made, outcome: 'ambiguous', code: '500' },
      { status: 'unknown', kind: 'ambiguous', code: '500' },
    ],
    [{ ...made, outcome: 'outpaced' }, { status: 'unknown' }],
    [
      { ...made, outcome: 'throttled', maybeSent: false },
      { status: 'failed', kind: 'throttled' },
    ],
  ])('keeps how any other ended: %o', (attempt, kept) => {
    const { provider, reason } = made;
    expect(keptAttempt(attempt, 1, 99)).toEqual({
      provider,
      reason,
      tookMs: 13,
      segments: 1,
      ...kept,
    });
  });

  it.each<[Attempt, object | undefined]>([
    [{ ...made, outcome: 'accepted' }, COST],
    [{ ...made, outcome: 'ambiguous' }, COST],
    [{ ...made, outcome: 'throttled', maybeSent: false }, undefined],
  ])('estimates what it cost where it may have been sent: %o', (attempt, estimatedCost) => {
    expect(keptAttempt(attempt, 1, 99, COST).estimatedCost).toEqual(estimatedCost);
  });
});

describe('untriedIn', () => {
  const attempt = { provider: 'first', segments: 1 };

  it.each<[string, Partial<MessageAttempt> & Pick<MessageAttempt, 'status'>, boolean]>([
    ['accepted it', { status: 'accepted', providerMessageId: 'id' }, false],
    ['failed it later', { status: 'undelivered', providerMessageId: 'id', kind: 'unavailable' }, false],
    [
      'failed it later, in a way that passes',
      { status: 'failed', providerMessageId: 'id', kind: 'throttled' },
      false,
    ],
    ['may have it', { status: 'unknown', kind: 'ambiguous' }, false],
    ['refused the route', { status: 'failed', kind: 'route-refused' }, false],
    ['is misconfigured', { status: 'failed', kind: 'misconfigured' }, false],
    ['asked for a pause', { status: 'failed', kind: 'throttled' }, true],
    ['could not be reached, or was passed over', { status: 'failed', kind: 'unavailable' }, true],
    ['was given up before it got anything', { status: 'failed' }, true],
  ])('says of a provider that %s whether it may still carry the message', (_, how, isLeft) => {
    const left = untriedIn(['first', 'second'], [{ ...attempt, ...how }]);
    expect(left).toEqual(isLeft ? ['first', 'second'] : ['second']);
  });

  it('leaves out who has it, whatever else was tried there', () => {
    const attempts: MessageAttempt[] = [
      { ...attempt, status: 'failed', kind: 'throttled' },
      { ...attempt, status: 'accepted', providerMessageId: 'id' },
    ];
    expect(untriedIn(['first'], attempts)).toEqual([]);
  });
});
