import type {
  AccessDeniedExceptionReason,
  ConflictExceptionReason,
  ServiceQuotaExceededExceptionReason,
  ValidationExceptionReason,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { kindOfStatus } from '../aws-refusal.js';
import type { FailureKind } from '../handling.js';

/** Name of the provider, in every error and receipt. */
export const NAME = 'aws-eum';

/** A `Reason` that End User Messaging gives with one of its exceptions; no two exceptions share one. */
export type Reason =
  | AccessDeniedExceptionReason
  | ConflictExceptionReason
  | ServiceQuotaExceededExceptionReason
  | ValidationExceptionReason;

/**
 * Kinds of the reasons a SendTextMessage can be refused for; the others speak of other operations.
 *
 * @see https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html#API_SendTextMessage_Errors,
 * and the enums of client-pinpoint-sms-voice-v2 3.1138.0, November 2026
 */
const KIND_OF_REASON: Readonly<Partial<Record<Reason, FailureKind>>> = {
  DESTINATION_PHONE_NUMBER_OPTED_OUT: 'opted-out',
  DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION: 'fraud-blocked',
  DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE: 'fraud-blocked',
  CANNOT_PARSE: 'invalid-request',
  FIELD_VALIDATION_FAILED: 'invalid-request',
  INVALID_PARAMETER: 'invalid-request',
  INVALID_REQUEST: 'invalid-request',
  MAXIMUM_SIZE_EXCEEDED: 'invalid-request',
  MISSING_PARAMETER: 'invalid-request',
  OTHER: 'invalid-request',
  PARAMETERS_CANNOT_BE_USED_TOGETHER: 'invalid-request',
  UNSPECIFIED_PARAMETER_NOT_SUPPORTED: 'invalid-request',
  COUNTRY_CODE_MISMATCH: 'route-refused',
  COUNTRY_NOT_ENABLED: 'route-refused',
  DESTINATION_COUNTRY_BLOCKED: 'route-refused',
  INTERNATIONAL_SENDING_NOT_SUPPORTED: 'route-refused',
  INVALID_IDENTITY_FOR_DESTINATION_COUNTRY: 'route-refused',
  NO_ORIGINATION_IDENTITIES_FOUND: 'route-refused',
  PRICE_OVER_THRESHOLD: 'route-refused',
  REGISTRATION_NOT_COMPLETE: 'route-refused',
  SENDER_ID_NOT_REGISTERED: 'route-refused',
  SENDER_ID_NOT_SUPPORTED: 'route-refused',
  SENDER_ID_REQUIRES_REGISTRATION: 'route-refused',
  ACCOUNT_DISABLED: 'misconfigured',
  CHANNEL_NOT_ENABLED: 'misconfigured',
  // Said only to an account in the SMS sandbox.
  DESTINATION_PHONE_NUMBER_NOT_VERIFIED: 'misconfigured',
  INSUFFICIENT_ACCOUNT_REPUTATION: 'misconfigured',
  INVALID_ARN: 'misconfigured',
  KEYWORD_MISMATCH: 'misconfigured',
  MESSAGE_TYPE_MISMATCH: 'misconfigured',
  MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT: 'misconfigured',
  NUMBER_CAPABILITIES_MISMATCH: 'misconfigured',
  RESOURCE_NOT_ACCESSIBLE: 'misconfigured',
  RESOURCE_NOT_ACTIVE: 'misconfigured',
  UNKNOWN_OPERATION: 'misconfigured',
};

/**
 * Kinds of the exceptions whose reason says nothing; the last ones are those of every service of AWS. `ValidationException`
 * and `ConflictException` say nothing without one: it may be a new rule that another provider does not have.
 */
const KIND_OF_EXCEPTION: Readonly<Record<string, FailureKind>> = {
  SerializationException: 'invalid-request',
  AccessDeniedException: 'misconfigured',
  ResourceNotFoundException: 'misconfigured',
  ServiceQuotaExceededException: 'misconfigured',
  ExpiredToken: 'misconfigured',
  ExpiredTokenException: 'misconfigured',
  IncompleteSignature: 'misconfigured',
  IncompleteSignatureException: 'misconfigured',
  InvalidClientTokenId: 'misconfigured',
  InvalidSignatureException: 'misconfigured',
  MissingAuthenticationToken: 'misconfigured',
  MissingAuthenticationTokenException: 'misconfigured',
  NotAuthorized: 'misconfigured',
  OptInRequired: 'misconfigured',
  RequestExpired: 'misconfigured',
  UnknownOperationException: 'misconfigured',
  UnrecognizedClientException: 'misconfigured',
  ThrottlingException: 'throttled',
  TooManyRequestsException: 'throttled',
  InternalServerException: 'ambiguous',
  InternalFailure: 'ambiguous',
  ServiceUnavailable: 'ambiguous',
  ServiceUnavailableException: 'ambiguous',
};

/** Kinds of what is wrong with one field: the recipient, the text, or what the options say for every message. */
const KIND_OF_FIELD: Readonly<Record<string, FailureKind>> = {
  DestinationPhoneNumber: 'invalid-recipient',
  MessageBody: 'invalid-request',
  ConfigurationSetName: 'misconfigured',
  MaxPrice: 'misconfigured',
  MessageType: 'misconfigured',
  OriginationIdentity: 'misconfigured',
  ProtectConfigurationId: 'misconfigured',
};

/** An error as End User Messaging phrases it. */
export interface EumError {
  /** Name of the exception, without its namespace. */
  readonly exception: string;
  readonly reason?: string;
  /** Names of the request's fields that are wrong. */
  readonly fields?: readonly string[];
}

/**
 * What a refusal by End User Messaging means.
 *
 * @param status HTTP status
 * @param error absent when something in between answered
 */
export function kindOfRefusal(status: number, error?: EumError): FailureKind {
  const { exception, reason, fields = [] } = error ?? {};
  const kind = kindIn(KIND_OF_REASON, reason) ?? kindIn(KIND_OF_EXCEPTION, exception);
  if (kind !== undefined && kind !== 'invalid-request') return kind;
  const ofField = fields.map((field) => kindIn(KIND_OF_FIELD, field)).find((known) => known !== undefined);
  return ofField ?? kind ?? kindOfStatus(status, exception);
}

function kindIn(kinds: Readonly<Record<string, FailureKind>>, name?: string): FailureKind | undefined {
  return name !== undefined && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}
