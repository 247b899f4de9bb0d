import type { EumRefusal } from './eum.answers.js';

/** A documented error: its reason, or its exception where that has none, and what it speaks of. */
export interface EumCode extends EumRefusal {
  /** `account` codes answer every request; `message` codes answer SendTextMessage only. */
  readonly concerns: 'account' | 'message';
}

const NUMBER = 'DestinationPhoneNumber';
const ROWS: readonly [exception: string, status: number, message: string][] = [
  ['AccessDeniedException', 400, 'User is not authorized to perform: sms-voice:SendTextMessage'],
  ['UnrecognizedClientException', 400, 'The security token included in the request is invalid.'],
  ['InvalidSignatureException', 400, 'The request signature we calculated does not match.'],
  ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
  ['ThrottlingException', 400, 'Rate exceeded'],
  ['InternalServerException', 500, 'The API encountered an unexpected error'],
  ['ServiceUnavailableException', 503, 'Service is unavailable'],
];

/** Reasons a SendTextMessage is refused for, by exception. */
const REASONS: readonly [exception: string, reason: string, message: string, field?: string][] = [
  ['AccessDeniedException', 'ACCOUNT_DISABLED', 'The account is disabled'],
  ['AccessDeniedException', 'INSUFFICIENT_ACCOUNT_REPUTATION', 'The reputation of the account is too low'],
  ['ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT', 'Destination phone number is opted out'],
  ['ConflictException', 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED', 'Destination phone number is not verified'],
  [
    'ConflictException',
    'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
    'Destination country is blocked',
  ],
  [
    'ConflictException',
    'DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
    'Destination phone number is blocked',
  ],
  ['ConflictException', 'MESSAGE_TYPE_MISMATCH', 'The identity does not send messages of this type'],
  ['ConflictException', 'NO_ORIGINATION_IDENTITIES_FOUND', 'No origination identity for the destination'],
  ['ConflictException', 'NUMBER_CAPABILITIES_MISMATCH', 'The phone number does not send texts'],
  ['ConflictException', 'REGISTRATION_NOT_COMPLETE', 'The registration is not complete'],
  ['ConflictException', 'RESOURCE_NOT_ACTIVE', 'The resource is not active'],
  ['ServiceQuotaExceededException', 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT', 'Monthly spend limit reached'],
  ['ValidationException', 'INVALID_PARAMETER', 'Invalid parameter', NUMBER],
  ['ValidationException', 'CANNOT_PARSE', 'Cannot parse the phone number', NUMBER],
  ['ValidationException', 'COUNTRY_NOT_ENABLED', 'The destination country is not enabled'],
  ['ValidationException', 'DESTINATION_COUNTRY_BLOCKED', 'The destination country is blocked'],
  [
    'ValidationException',
    'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
    'The identity does not send to this country',
  ],
  ['ValidationException', 'MAXIMUM_SIZE_EXCEEDED', 'The message is too long', 'MessageBody'],
  ['ValidationException', 'PRICE_OVER_THRESHOLD', 'The price of the message exceeds MaxPrice'],
  ['ValidationException', 'RESOURCE_NOT_ACCESSIBLE', 'The resource is not accessible', 'OriginationIdentity'],
  ['ValidationException', 'SENDER_ID_NOT_REGISTERED', 'The sender ID is not registered'],
  ['ValidationException', 'SENDER_ID_NOT_SUPPORTED', 'Sender IDs are not supported there'],
  ['ValidationException', 'SENDER_ID_REQUIRES_REGISTRATION', 'The sender ID must be registered'],
  ['ValidationException', 'OTHER', 'The request is not valid'],
];

/**
 * Errors of SendTextMessage and of the calls around it, by reason or, without one, by exception.
 *
 * The messages are not documented; a client decides by the names.
 *
 * @see https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html, November 2026
 */
export const EUM_CODES: ReadonlyMap<string, EumCode> = new Map([
  ...ROWS.map(([exception, status, message]): [string, EumCode] => [
    exception,
    { exception, status, message, concerns: 'account' },
  ]),
  ['ResourceNotFoundException', notFound()],
  ...REASONS.map(([exception, reason, message, field]): [string, EumCode] => [
    reason,
    { ...refused(exception, reason, message, field), concerns: 'message' },
  ]),
]);

/** An exception of status 400 with its reason. */
export function refused(exception: string, reason: string, message: string, field?: string): EumRefusal {
  return { exception, status: 400, reason, message, ...(field !== undefined && { field }) };
}

function notFound(): EumCode {
  const message = 'A requested resource could not be found';
  return { exception: 'ResourceNotFoundException', status: 400, message, concerns: 'message' };
}
