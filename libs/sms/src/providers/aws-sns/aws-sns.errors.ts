import { kindOfStatus } from '../aws-refusal.js';
import type { FailureKind } from '../handling.js';

/** Name of the provider, in every error and receipt. */
export const NAME = 'aws-sns';

/**
 * Kinds of the error codes as they stand in the answer's `<Code>`, not as the SDK renames them.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors, and each code tried against
 * client-sns 3.1169.0, November 2026
 */
const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  OptedOut: 'opted-out',
  InvalidParameter: 'invalid-request',
  ParameterValueInvalid: 'invalid-request',
  InvalidParameterValue: 'invalid-request',
  ValidationException: 'invalid-request',
  ValidationError: 'invalid-request',
  UserError: 'invalid-request',
  InvalidAction: 'misconfigured',
  AuthorizationError: 'misconfigured',
  AccessDenied: 'misconfigured',
  AccessDeniedException: 'misconfigured',
  InvalidClientTokenId: 'misconfigured',
  UnrecognizedClientException: 'misconfigured',
  SignatureDoesNotMatch: 'misconfigured',
  IncompleteSignature: 'misconfigured',
  MissingAuthenticationToken: 'misconfigured',
  ExpiredToken: 'misconfigured',
  RequestExpired: 'misconfigured',
  NotAuthorized: 'misconfigured',
  InvalidSecurity: 'misconfigured',
  OptInRequired: 'misconfigured',
  KMSAccessDenied: 'misconfigured',
  KMSDisabled: 'misconfigured',
  KMSInvalidState: 'misconfigured',
  KMSNotFound: 'misconfigured',
  KMSOptInRequired: 'misconfigured',
  NotFound: 'misconfigured',
  EndpointDisabled: 'misconfigured',
  PlatformApplicationDisabled: 'misconfigured',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  Throttled: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  KMSThrottling: 'throttled',
  InternalError: 'ambiguous',
  InternalFailure: 'ambiguous',
  ServiceUnavailable: 'ambiguous',
};

/**
 * What a refusal by SNS means.
 *
 * @param status HTTP status
 * @param code the answer's `<Code>`; absent when something in between answered
 * @param message the answer's `<Message>`: the only place where SNS says which parameter it means
 */
export function kindOfRefusal(status: number, code: string | undefined, message = ''): FailureKind {
  // `InvalidParameter` is said of the number and of everything else; only the text tells them apart.
  if (code === 'InvalidParameter' && /phone\s?number/i.test(message)) return 'invalid-recipient';
  const known = code !== undefined && Object.hasOwn(KIND_OF_CODE, code) ? KIND_OF_CODE[code] : undefined;
  if (known !== undefined) return known;
  return kindOfStatus(status, code);
}
