import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../handling.js';
import { kindOfRefusal } from './aws-sns.errors.js';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors */
const CODES: readonly (readonly [FailureKind, number, readonly string[]])[] = [
  ['opted-out', 400, ['OptedOut']],
  ['invalid-request', 400, ['InvalidParameter', 'ParameterValueInvalid', 'ValidationException', 'UserError']],
  ['misconfigured', 403, ['AuthorizationError', 'InvalidClientTokenId', 'SignatureDoesNotMatch']],
  ['misconfigured', 403, ['AccessDenied', 'ExpiredToken', 'MissingAuthenticationToken', 'InvalidSecurity']],
  ['misconfigured', 400, ['KMSAccessDenied', 'KMSDisabled', 'KMSInvalidState', 'KMSNotFound']],
  ['misconfigured', 400, ['KMSOptInRequired', 'EndpointDisabled', 'PlatformApplicationDisabled']],
  [
    'misconfigured',
    400,
    ['IncompleteSignature', 'InvalidAction', 'OptInRequired', 'RequestExpired', 'NotAuthorized'],
  ],
  ['misconfigured', 404, ['NotFound']],
  ['throttled', 400, ['Throttling', 'ThrottlingException', 'KMSThrottling', 'RequestLimitExceeded']],
  ['throttled', 429, ['Throttled', 'TooManyRequestsException']],
  ['ambiguous', 500, ['InternalError', 'InternalFailure']],
  ['ambiguous', 503, ['ServiceUnavailable']],
];
const rows = CODES.flatMap(([kind, status, codes]) => codes.map((code) => ({ kind, status, code })));

describe('kindOfRefusal of AWS SNS', () => {
  it.each(rows)('makes of $code $kind', ({ kind, status, code }) => {
    expect(kindOfRefusal(status, code)).toBe(kind);
  });

  it.each([
    'Invalid parameter: PhoneNumber Reason: +*** is not valid to publish to',
    'Invalid parameter: phone number is not supported',
  ])('blames the recipient when the message names the number: %s', (message) => {
    expect(kindOfRefusal(400, 'InvalidParameter', message)).toBe('invalid-recipient');
  });

  it.each(['Invalid parameter: Message too long', 'Invalid parameter: SenderID'])(
    'blames the request when it names another parameter: %s',
    (message) => {
      expect(kindOfRefusal(400, 'InvalidParameter', message)).toBe('invalid-request');
    },
  );

  it('reads the message of that one code alone', () => {
    expect(kindOfRefusal(400, 'Throttling', 'PhoneNumber')).toBe('throttled');
  });

  it.each<[number, string | undefined, FailureKind]>([
    [400, 'SomethingNew', 'route-refused'],
    [401, 'SomethingNew', 'misconfigured'],
    [403, 'SomethingNew', 'misconfigured'],
    [404, 'SomethingNew', 'misconfigured'],
    [408, 'SomethingNew', 'route-refused'],
    [429, 'SomethingNew', 'throttled'],
    [500, 'SomethingNew', 'ambiguous'],
    [503, 'SomethingNew', 'ambiguous'],
    [400, 'constructor', 'route-refused'],
    [400, undefined, 'misconfigured'],
    [408, undefined, 'unavailable'],
    [421, undefined, 'misconfigured'],
    [425, undefined, 'unavailable'],
    [407, undefined, 'misconfigured'],
    [429, undefined, 'throttled'],
    [502, undefined, 'ambiguous'],
    [200, undefined, 'ambiguous'],
  ])('makes of status %d with the unknown code %s %s', (status, code, kind) => {
    expect(kindOfRefusal(status, code)).toBe(kind);
  });
});
