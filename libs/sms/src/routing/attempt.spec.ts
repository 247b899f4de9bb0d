import { describe, expect, it } from 'vitest';
import { ProviderError } from '../providers/provider-error.js';
import { acceptedAttempt, failedAttempt } from './attempt.js';

describe('an attempt', () => {
  it('that was accepted is on its way to the recipient', () => {
    const attempt = { provider: 'twilio', reason: 'hedge', tookMs: 12, outcome: 'accepted', maybeSent: true };
    expect(acceptedAttempt('twilio', 'hedge', 12)).toEqual(attempt);
  });

  it.each([
    ['throttled', undefined, 'throttled', false],
    ['ambiguous', undefined, 'ambiguous', true],
    ['ambiguous', 'outpaced', 'outpaced', true],
    ['unavailable', 'outpaced', 'outpaced', false],
  ] as const)('that failed as %s (given: %s) is recorded as %s', (kind, given, outcome, maybeSent) => {
    const error = new ProviderError({ kind, provider: 'twilio', code: 'X1' });
    expect(failedAttempt(error, 'again', 12, given)).toEqual({
      provider: 'twilio',
      reason: 'again',
      tookMs: 12,
      outcome,
      maybeSent,
      code: 'X1',
    });
  });
});
