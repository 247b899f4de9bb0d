import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../providers/handling.js';
import { ProviderError } from '../providers/provider-error.js';
import { failedAttempt } from './attempt.js';
import { UndeliverableError } from './undeliverable.error.js';

const failure = (kind: FailureKind, retryAfterMs?: number) =>
  new ProviderError({ kind, provider: 'twilio', code: 'X1', ...(retryAfterMs && { retryAfterMs }) });
const undeliverable = (...errors: ProviderError[]) =>
  new UndeliverableError(errors, {
    messageId: 'message-1',
    route: ['twilio', 'aws-sns'],
    routeReason: 'configured-order',
    attempts: errors.map((error) => failedAttempt(error, 'after-failure', 5)),
  });

describe('UndeliverableError', () => {
  it.each<[FailureKind, FailureKind]>([
    ['opted-out', 'fraud-blocked'],
    ['fraud-blocked', 'invalid-recipient'],
    ['invalid-recipient', 'invalid-request'],
    ['invalid-request', 'ambiguous'],
    ['ambiguous', 'throttled'],
    ['throttled', 'overloaded'],
    ['overloaded', 'unavailable'],
    ['unavailable', 'route-refused'],
    ['route-refused', 'misconfigured'],
  ])('is %s rather than %s, whichever came first', (stronger, weaker) => {
    expect(undeliverable(failure(stronger), failure(weaker)).kind).toBe(stronger);
    expect(undeliverable(failure(weaker), failure(stronger)).kind).toBe(stronger);
  });

  it('keeps every error and every attempt, in order', () => {
    const errors = [failure('unavailable'), failure('throttled')] as const;
    const error = undeliverable(...errors);
    expect(error.name).toBe('UndeliverableError');
    expect(error.errors).toEqual(errors);
    expect(error.attempts.map(({ outcome }) => outcome)).toEqual(['unavailable', 'throttled']);
    expect(error.message).toBe(
      'No provider accepted the message: twilio unavailable (X1); twilio throttled (X1).',
    );
  });

  it('carries the message and its route', () => {
    expect(undeliverable(failure('unavailable'))).toMatchObject({
      messageId: 'message-1',
      route: ['twilio', 'aws-sns'],
      routeReason: 'configured-order',
    });
  });

  it('may have been sent when any attempt may have', () => {
    expect(undeliverable(failure('ambiguous'), failure('misconfigured')).maybeSent).toBe(true);
    expect(undeliverable(failure('unavailable'), failure('misconfigured')).maybeSent).toBe(false);
  });

  it('names the shortest of the pauses asked for', () => {
    expect(undeliverable(failure('throttled', 5000), failure('unavailable', 3000)).retryAfterMs).toBe(3000);
  });

  it.each<[string, ProviderError[]]>([
    ['the recipient refuses', [failure('opted-out'), failure('throttled', 5000)]],
  ])('names no pause when %s', (_, errors) => {
    expect(undeliverable(...errors).retryAfterMs).toBeUndefined();
  });

  it('names a short pause when no provider did and another try may do', () => {
    expect(undeliverable(failure('unavailable'), failure('ambiguous')).retryAfterMs).toBe(5000);
  });

  it('blames nobody where nobody was asked in time', () => {
    const error = undeliverable();
    expect(error).toMatchObject({ kind: 'overloaded', maybeSent: false, retryAfterMs: 5000 });
    expect(error.message).toBe('No provider accepted the message: time was up before anybody was asked.');
  });
});
