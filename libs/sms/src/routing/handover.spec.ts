import { describe, expect, it } from 'vitest';
import { ProviderError } from '../providers/provider-error.js';
import { acceptedAttempt, failedAttempt } from './attempt.js';
import { endOf, endOfFailure } from './handover.js';
import { UndeliverableError } from './undeliverable.error.js';

const ambiguous = new ProviderError({ kind: 'ambiguous', provider: 'twilio', code: 'X1' });
const failed = failedAttempt(ambiguous, 'first-choice', 40);
const accepted = acceptedAttempt('aws-sns', 'after-failure', 10, 'M1');
const attempts = [failed, accepted];
const waiting = new AbortController().signal;

describe('endOf', () => {
  it('tells who accepted, and under which id where that is known', () => {
    const handover = { status: 'accepted', provider: 'aws-sns', attempts } as const;
    const end = { outcome: 'accepted', provider: 'aws-sns', attempts, maybeSent: true };
    expect(endOf({ ...handover, providerMessageId: 'M1' })).toStrictEqual({
      ...end,
      providerMessageId: 'M1',
    });
    expect(endOf({ ...handover, providerMessageId: undefined })).toStrictEqual(end);
  });

  it('tells that nobody knows', () => {
    expect(endOf({ status: 'unknown', provider: 'twilio', attempts: [failed] })).toStrictEqual({
      outcome: 'unknown',
      attempts: [failed],
      maybeSent: true,
    });
  });
});

describe('endOfFailure', () => {
  it('tells which failure decided where nobody accepted, and whether it may have been sent', () => {
    const error = new UndeliverableError([ambiguous], {
      messageId: 'one',
      route: ['first'],
      routeReason: 'configured-order',
      attempts: [failed],
    });
    const end = { outcome: 'ambiguous', attempts: [failed], maybeSent: true };
    expect(endOfFailure(error, waiting)).toStrictEqual(end);
  });

  it('calls a message abandoned that nobody was asked to carry', () => {
    const reason = new Error('gone');
    const end = { outcome: 'abandoned', attempts: [], maybeSent: false };
    expect(endOfFailure(reason, AbortSignal.abort(reason))).toStrictEqual(end);
  });

  it('says nothing of any other error, whether or not the caller gave up', () => {
    expect(endOfFailure(new Error('a bug'), waiting)).toBeUndefined();
    expect(endOfFailure(new Error('a bug'), AbortSignal.abort(new Error('gone')))).toBeUndefined();
  });
});
