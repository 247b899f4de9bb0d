import { describe, expect, it } from 'vitest';
import type { MessageAttempt } from '../ledger/message-attempt.js';
import type { MessageRecord } from '../ledger/message-record.js';
import { recordOf } from '../testing/record-of.js';
import { afterNaming } from './named-message.js';

const NOW = 60_000;
const MAYBE: MessageAttempt = {
  provider: 'first',
  status: 'unknown',
  reason: 'first-choice',
  tookMs: 900,
  kind: 'ambiguous',
  code: 'ECONNRESET',
  segments: 1,
  estimatedCost: { amount: 0.04, currency: 'USD' },
};
const TAKEN: MessageAttempt = { provider: 'first', status: 'accepted', segments: 1, acceptedAt: 1000 };
const OTHER: MessageAttempt = { ...TAKEN, provider: 'second', providerMessageId: 'second-1' };
const { kind: _, code: __, ...rest } = MAYBE;
const NAMED: MessageAttempt = { ...rest, status: 'accepted', providerMessageId: 'first-1' };

const attemptsAfter = (attempts: readonly MessageAttempt[], change: Partial<MessageRecord> = {}) =>
  afterNaming({ provider: 'first', providerMessageId: 'first-1' }, NOW)(recordOf({ attempts, ...change }))
    ?.attempts;

describe('a copy that its provider names', () => {
  it('is one that was accepted under an id that did not arrive, before it is one whose end is unknown', () => {
    expect(attemptsAfter([MAYBE, TAKEN])).toEqual([MAYBE, { ...TAKEN, providerMessageId: 'first-1' }]);
  });

  it.each(['accepted', 'unknown'] as const)(
    'has not failed, and keeps why it was made and what it may cost, of a message that is %s',
    (status) => {
      const others = status === 'accepted' ? [OTHER] : [];
      expect(attemptsAfter([...others, MAYBE], { status })).toEqual([...others, NAMED]);
    },
  );

  it('is one of several', () => {
    expect(attemptsAfter([OTHER, MAYBE, MAYBE])).toEqual([OTHER, NAMED, MAYBE]);
  });

  it('is not another than the one that has the name', () => {
    expect(attemptsAfter([{ ...TAKEN, providerMessageId: 'first-1' }, MAYBE])).toBeUndefined();
  });

  it('is nobody’s where that provider’s attempt failed, or has another name', () => {
    expect(attemptsAfter([OTHER, { ...MAYBE, status: 'failed' }])).toBeUndefined();
    expect(attemptsAfter([{ ...TAKEN, providerMessageId: 'first-9' }])).toBeUndefined();
    expect(attemptsAfter([{ ...MAYBE, provider: 'second' }, OTHER])).toBeUndefined();
  });
});
