import { describe, expect, it } from 'vitest';
import { statusOfResponse } from './aws-sns.provider-responses.js';

/** @see https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html, and public logs */
const FAILURES = [
  ['Blocked as spam by phone carrier', 'undelivered', 'route-refused'],
  ['Phone carrier has blocked this message', 'undelivered', 'route-refused'],
  ['Phone is currently unreachable/unavailable', 'undelivered', 'route-refused'],
  ['Phone carrier is currently unreachable/unavailable', 'undelivered', 'unavailable'],
  ['Unknown error attempting to reach phone', 'undelivered', 'ambiguous'],
  ['Unhandled provider', 'undelivered', 'ambiguous'],
  ['Invalid phone number', 'failed', 'invalid-recipient'],
  ['Destination is on a blocked list', 'failed', 'opted-out'],
  ['Destination is blacklisted', 'failed', 'opted-out'],
  ['Phone is on a blocked list', 'failed', 'opted-out'],
  ['Phone is blacklisted', 'failed', 'opted-out'],
  ['Phone has blocked SMS', 'failed', 'opted-out'],
  ['Phone number is opted out', 'failed', 'opted-out'],
  ['Message body is invalid', 'failed', 'invalid-request'],
  ['This delivery would exceed max price', 'failed', 'route-refused'],
  ['No quota left for account', 'failed', 'misconfigured'],
  ['Sandboxed account unable to send to number.', 'failed', 'misconfigured'],
  ['Rate exceeded', 'failed', 'throttled'],
  ['Rate exceeded.', 'failed', 'throttled'],
] as const;

describe('statusOfResponse', () => {
  it.each(FAILURES)('makes of "%s" %s for the reason %s', (text, status, kind) => {
    expect(statusOfResponse('FAILURE', text)).toMatchObject({ status, kind });
  });

  it.each([
    ['Message has been accepted by phone carrier', 'sent'],
    ['Message has been accepted by phone', 'delivered'],
    ['  message HAS been accepted by phone. ', 'delivered'],
  ])('makes of "%s" %s', (text, status) => {
    expect(statusOfResponse('SUCCESS', text)).toEqual({ status });
  });

  it('names what it decided on', () => {
    expect(statusOfResponse('FAILURE', ' Rate exceeded. ')).toMatchObject({ code: 'rate exceeded' });
  });

  it.each(['The recipient has opted out of messages', 'Number opted out.'])(
    'takes "%s" for an opt-out, though it is in no table',
    (text) => {
      expect(statusOfResponse('FAILURE', text)).toMatchObject({ status: 'failed', kind: 'opted-out' });
    },
  );

  it.each([
    ['FAILURE', 'Message has been accepted by phone'],
    ['SUCCESS', 'Invalid phone number'],
    ['SUCCESS', 'The recipient has opted out'],
    ['FAILURE', 'Something new'],
    ['FAILURE', 'constructor'],
    ['SUCCESS', ''],
  ] as const)('makes nothing of %s with "%s"', (status, text) => {
    expect(statusOfResponse(status, text)).toEqual({ status: 'unknown', code: text.toLowerCase() });
  });

  it('leaves numbers out of what it does not know, and keeps it short', () => {
    expect(statusOfResponse('FAILURE', 'Cannot reach +15005550100 (error 4711)')).toEqual({
      status: 'unknown',
      code: 'cannot reach … (error 4711)',
    });
    expect(statusOfResponse('FAILURE', 'a'.repeat(1000))).toEqual({
      status: 'unknown',
      code: 'a'.repeat(120),
    });
  });
});
