import {
  AccessDeniedExceptionReason,
  ConflictExceptionReason,
  ServiceQuotaExceededExceptionReason,
  ValidationExceptionReason,
} from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../handling.js';
import { kindOfRefusal } from './aws-eum.errors.js';

const REASONS: readonly (readonly [string, FailureKind, Readonly<Record<string, string>>])[] = [
  ['AccessDeniedException', 'misconfigured', AccessDeniedExceptionReason],
  ['ConflictException', 'route-refused', ConflictExceptionReason],
  ['ServiceQuotaExceededException', 'misconfigured', ServiceQuotaExceededExceptionReason],
  ['ValidationException', 'route-refused', ValidationExceptionReason],
];
const REASONS_OF_KIND = {
  'opted-out': 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
  'fraud-blocked': `
    DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION
    DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE
  `,
  'route-refused': `
    COUNTRY_CODE_MISMATCH COUNTRY_NOT_ENABLED DESTINATION_COUNTRY_BLOCKED
    INTERNATIONAL_SENDING_NOT_SUPPORTED INVALID_IDENTITY_FOR_DESTINATION_COUNTRY
    NO_ORIGINATION_IDENTITIES_FOUND PRICE_OVER_THRESHOLD REGISTRATION_NOT_COMPLETE
    SENDER_ID_NOT_REGISTERED SENDER_ID_NOT_SUPPORTED SENDER_ID_REQUIRES_REGISTRATION
  `,
  misconfigured: `
    ACCOUNT_DISABLED INSUFFICIENT_ACCOUNT_REPUTATION MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT
    CHANNEL_NOT_ENABLED DESTINATION_PHONE_NUMBER_NOT_VERIFIED INVALID_ARN KEYWORD_MISMATCH
    MESSAGE_TYPE_MISMATCH NUMBER_CAPABILITIES_MISMATCH RESOURCE_NOT_ACCESSIBLE RESOURCE_NOT_ACTIVE
    UNKNOWN_OPERATION
  `,
  'invalid-request': `
    CANNOT_PARSE FIELD_VALIDATION_FAILED INVALID_PARAMETER INVALID_REQUEST OTHER
    MAXIMUM_SIZE_EXCEEDED MISSING_PARAMETER PARAMETERS_CANNOT_BE_USED_TOGETHER
    UNSPECIFIED_PARAMETER_NOT_SUPPORTED
  `,
};
const KIND_OF_REASON = new Map(
  Object.entries(REASONS_OF_KIND).flatMap(([kind, reasons]) => namesIn(reasons).map((name) => [name, kind])),
);
/** Reasons no message is refused for. */
const OF_OTHER_OPERATIONS = namesIn(`
  CREATE_REGISTRATION_VERSION_NOT_ALLOWED DELETION_PROTECTION_ENABLED
  DISASSOCIATE_REGISTRATION_NOT_ALLOWED DISCARD_REGISTRATION_VERSION_NOT_ALLOWED
  EDIT_REGISTRATION_FIELD_VALUES_NOT_ALLOWED EVENT_DESTINATION_MISMATCH LAST_PHONE_NUMBER
  NOTIFY_CONFIGURATION_NOT_ACTIVE OPT_OUT_LIST_MISMATCH PHONE_NUMBER_ASSOCIATED_TO_POOL
  PHONE_NUMBER_ASSOCIATED_TO_REGISTRATION PHONE_NUMBER_NOT_ASSOCIATED_TO_POOL
  PHONE_NUMBER_NOT_IN_REGISTRATION_REGION POOL_ASSOCIATED_TO_NOTIFY_CONFIGURATION
  PROTECT_CONFIGURATION_ASSOCIATED_WITH_CONFIGURATION_SET PROTECT_CONFIGURATION_IS_ACCOUNT_DEFAULT
  PROTECT_CONFIGURATION_NOT_ASSOCIATED_WITH_CONFIGURATION_SET
  RCS_AGENT_ALREADY_ASSOCIATED_TO_REGISTRATION_TYPE RCS_AGENT_ASSOCIATED_TO_POOL
  REGISTRATION_ALREADY_SUBMITTED RESOURCE_ALREADY_ASSOCIATED RESOURCE_ALREADY_EXISTS
  RESOURCE_DELETION_NOT_ALLOWED RESOURCE_MODIFICATION_NOT_ALLOWED RESOURCE_NOT_EMPTY
  SELF_MANAGED_OPT_OUTS_MISMATCH SENDER_ID_ASSOCIATED_TO_POOL
  SUBMIT_REGISTRATION_VERSION_NOT_ALLOWED TWO_WAY_CONFIG_MISMATCH VERIFICATION_ALREADY_COMPLETE
  VERIFICATION_CODE_EXPIRED ASSOCIATIONS_PER_REGISTRATION CONFIGURATION_SETS_PER_ACCOUNT
  DAILY_DESTINATION_CALL_LIMIT DAILY_NOTIFY_TIER_MESSAGE_LIMIT
  EVENT_DESTINATIONS_PER_CONFIGURATION_SET KEYWORDS_PER_PHONE_NUMBER KEYWORDS_PER_POOL
  MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA MONTHLY_SPEND_LIMIT_REACHED_FOR_NOTIFY
  MONTHLY_SPEND_LIMIT_REACHED_FOR_RCS MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE
  NOTIFY_CONFIGURATIONS_PER_ACCOUNT OPT_OUT_LISTS_PER_ACCOUNT ORIGINATION_IDENTITIES_PER_POOL
  PHONE_NUMBERS_PER_ACCOUNT PHONE_NUMBERS_PER_REGISTRATION POOLS_PER_ACCOUNT
  PROTECT_CONFIGURATIONS_PER_ACCOUNT RCS_AGENTS_PER_ACCOUNT REGISTRATIONS_PER_ACCOUNT
  REGISTRATION_ATTACHMENTS_CREATED_PER_DAY REGISTRATION_ATTACHMENTS_PER_ACCOUNT
  REGISTRATION_VERSIONS_CREATED_PER_DAY SENDER_IDS_PER_ACCOUNT TAGS_PER_RESOURCE
  VERIFICATION_ATTEMPTS_PER_DAY VERIFIED_DESTINATION_NUMBERS_PER_ACCOUNT
  ATTACHMENT_TYPE_NOT_SUPPORTED CANNOT_ADD_OPTED_OUT_NUMBER INVALID_FILTER_VALUES INVALID_NEXT_TOKEN
  INVALID_REGISTRATION_ASSOCIATION MEDIA_TYPE_NOT_SUPPORTED PHONE_NUMBER_CANNOT_BE_OPTED_IN
  PHONE_NUMBER_CANNOT_BE_RELEASED REGISTRATION_FIELD_CANNOT_BE_DELETED
  REQUESTED_SPEND_LIMIT_HIGHER_THAN_SERVICE_LIMIT TWO_WAY_CHANNEL_NOT_PRESENT TWO_WAY_NOT_ENABLED
  TWO_WAY_NOT_SUPPORTED_IN_COUNTRY TWO_WAY_NOT_SUPPORTED_IN_REGION TWO_WAY_TOPIC_NOT_PRESENT
  UNKNOWN_REGISTRATION_FIELD UNKNOWN_REGISTRATION_SECTION UNKNOWN_REGISTRATION_TYPE
  UNKNOWN_REGISTRATION_VERSION VERIFICATION_CODE_MISMATCH VOICE_CAPABILITY_NOT_AVAILABLE
`);

const rows = REASONS.flatMap(([exception, fallback, reasons]) =>
  Object.values(reasons).map((reason) => ({ exception, fallback, reason })),
);

function namesIn(text: string): string[] {
  return text.trim().split(/\s+/);
}

describe('kindOfRefusal of AWS End User Messaging', () => {
  it.each(rows)('makes of $exception, $reason, what it means for a message', (row) => {
    const { exception, fallback, reason } = row;
    expect(kindOfRefusal(400, { exception, reason })).toBe(KIND_OF_REASON.get(reason) ?? fallback);
  });

  it('decides on every reason the SDK knows, and on no other', () => {
    const decided = [...KIND_OF_REASON.keys(), ...OF_OTHER_OPERATIONS];
    expect(decided.toSorted()).toEqual(rows.map(({ reason }) => reason).toSorted());
  });

  it.each<[string, number, FailureKind]>([
    ['ThrottlingException', 400, 'throttled'],
    ['InternalServerException', 500, 'ambiguous'],
    ['InternalFailure', 500, 'ambiguous'],
    ['ServiceUnavailable', 503, 'ambiguous'],
    ['ServiceUnavailableException', 503, 'ambiguous'],
    ['ResourceNotFoundException', 400, 'misconfigured'],
    ['UnrecognizedClientException', 400, 'misconfigured'],
    ['InvalidSignatureException', 400, 'misconfigured'],
    ['IncompleteSignatureException', 400, 'misconfigured'],
    ['MissingAuthenticationTokenException', 400, 'misconfigured'],
    ['ExpiredTokenException', 400, 'misconfigured'],
    ['ExpiredToken', 400, 'misconfigured'],
    ['IncompleteSignature', 400, 'misconfigured'],
    ['InvalidClientTokenId', 403, 'misconfigured'],
    ['MissingAuthenticationToken', 403, 'misconfigured'],
    ['NotAuthorized', 400, 'misconfigured'],
    ['RequestExpired', 400, 'misconfigured'],
    ['TooManyRequestsException', 400, 'throttled'],
    ['OptInRequired', 400, 'misconfigured'],
    ['UnknownOperationException', 400, 'misconfigured'],
    ['SerializationException', 400, 'invalid-request'],
  ])('makes of %s alone, with status %d, %s', (exception, status, kind) => {
    expect(kindOfRefusal(status, { exception })).toBe(kind);
    expect(kindOfRefusal(status, { exception, reason: 'SOMETHING_NEW' })).toBe(kind);
  });

  it.each<[string, FailureKind]>([
    ['DestinationPhoneNumber', 'invalid-recipient'],
    ['OriginationIdentity', 'misconfigured'],
    ['ConfigurationSetName', 'misconfigured'],
    ['ProtectConfigurationId', 'misconfigured'],
    ['MaxPrice', 'misconfigured'],
    ['MessageType', 'misconfigured'],
    ['MessageBody', 'invalid-request'],
  ])('blames of an invalid %s %s', (field, kind) => {
    const exception = 'ValidationException';
    expect(kindOfRefusal(400, { exception, reason: 'INVALID_PARAMETER', fields: [field] })).toBe(kind);
    expect(kindOfRefusal(400, { exception, fields: ['Context', field] })).toBe(kind);
    expect(kindOfRefusal(400, { exception, reason: 'PRICE_OVER_THRESHOLD', fields: [field] })).toBe(
      'route-refused',
    );
  });

  it.each(['ValidationException', 'ConflictException'])(
    'takes a %s with a reason that is not known, or none, for a rule that others may not have',
    (exception) => {
      expect(kindOfRefusal(400, { exception })).toBe('route-refused');
      expect(kindOfRefusal(400, { exception, reason: 'SOMETHING_NEW', fields: ['toString'] })).toBe(
        'route-refused',
      );
    },
  );

  it.each<[number, string | undefined, FailureKind]>([
    [400, 'SomethingNew', 'route-refused'],
    [403, 'SomethingNew', 'misconfigured'],
    [408, 'SomethingNew', 'route-refused'],
    [429, 'SomethingNew', 'throttled'],
    [500, 'SomethingNew', 'ambiguous'],
    [400, 'constructor', 'route-refused'],
    [400, undefined, 'misconfigured'],
    [408, undefined, 'unavailable'],
    [421, undefined, 'misconfigured'],
    [425, undefined, 'unavailable'],
    [429, undefined, 'throttled'],
    [502, undefined, 'ambiguous'],
    [200, undefined, 'ambiguous'],
  ])('makes of status %d with the unknown name %s %s', (status, exception, kind) => {
    expect(kindOfRefusal(status, exception === undefined ? undefined : { exception })).toBe(kind);
  });
});
