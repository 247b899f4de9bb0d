/** A documented SNS error: its wire code, what it is answered with and what it speaks of. */
export interface SnsCode {
  readonly code: string;
  readonly status: number;
  /** `account` codes answer every request; `message` codes answer Publish only. */
  readonly concerns: 'account' | 'message';
  readonly message: string;
}

/**
 * Wire codes of Publish and of the calls around it, with the HTTP status.
 *
 * The status of UnrecognizedClientException is not documented for SNS.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors, November 2026
 */
const ROWS: readonly [code: string, status: number, concerns: SnsCode['concerns'], message: string][] = [
  ['InvalidParameter', 400, 'message', 'Invalid parameter: PhoneNumber Reason: not a valid phone number'],
  ['ParameterValueInvalid', 400, 'message', 'Invalid parameter value'],
  ['ValidationException', 400, 'message', '1 validation error detected'],
  ['AuthorizationError', 403, 'account', 'User is not authorized to perform: SNS:Publish'],
  ['AccessDenied', 403, 'account', 'User is not authorized to perform: SNS:Publish'],
  ['InvalidClientTokenId', 403, 'account', 'The security token included in the request is invalid.'],
  ['UnrecognizedClientException', 400, 'account', 'The security token included in the request is invalid.'],
  [
    'SignatureDoesNotMatch',
    403,
    'account',
    'The request signature we calculated does not match the signature you provided.',
  ],
  ['ExpiredToken', 403, 'account', 'The security token included in the request is expired'],
  ['InvalidSecurity', 403, 'account', 'The request was not secure'],
  ['Throttling', 400, 'account', 'Rate exceeded'],
  ['ThrottlingException', 400, 'account', 'Rate exceeded'],
  ['Throttled', 429, 'account', 'Rate exceeded'],
  ['KMSThrottling', 400, 'message', 'KMS rate exceeded'],
  ['KMSAccessDenied', 400, 'message', 'KMS Access Denied'],
  ['KMSDisabled', 400, 'message', 'KMS Disabled'],
  ['KMSInvalidState', 400, 'message', 'KMS Invalid State'],
  ['KMSNotFound', 400, 'message', 'KMS Not Found'],
  ['KMSOptInRequired', 403, 'message', 'KMS Opt In Required'],
  ['NotFound', 404, 'message', 'Resource does not exist'],
  ['EndpointDisabled', 400, 'message', 'Endpoint is disabled'],
  ['PlatformApplicationDisabled', 400, 'message', 'Platform Application Disabled'],
  ['OptedOut', 400, 'message', 'The phone number is opted out'],
  ['UserError', 400, 'message', 'User Error'],
  ['InternalError', 500, 'account', 'Internal service error'],
  ['InternalFailure', 500, 'account', 'Internal service failure'],
  ['ServiceUnavailable', 503, 'account', 'Service is unavailable'],
];

/** Every documented error, by its wire code. */
export const SNS_CODES: ReadonlyMap<string, SnsCode> = new Map(
  ROWS.map(([code, status, concerns, message]) => [code, { code, status, concerns, message }]),
);
